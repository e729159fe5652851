import { describe, expect, it } from '@jest/globals';

import { percentile } from './percentile';

describe('a percentile', () => {
  it.each([
    [0.5, 2],
    [0.75, 3],
    [0.99, 4],
    [1, 4],
  ])('%d of four values is the one that so many are not above', (share, expected) => {
    expect(percentile([4, 1, 3, 2], share)).toBe(expected);
  });

  it('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});
