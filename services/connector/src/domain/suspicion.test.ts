import { describe, expect, it } from '@jest/globals';

import { isTooMany } from './suspicion';

describe('a reconcile', () => {
  it('stops and asks beyond 20 and beyond one in a hundred, whichever is more', () => {
    expect([[20, 20], [21, 2_100], [50, 5_000]].map(([suspected, mirrored]) => isTooMany(suspected ?? 0, mirrored ?? 0))).toEqual([false, false, false]);
    expect([[21, 21], [21, 2_099], [51, 5_000]].map(([suspected, mirrored]) => isTooMany(suspected ?? 0, mirrored ?? 0))).toEqual([true, true, true]);
  });
});
