import { describe, expect, it } from '@jest/globals';

import { measureRatio, toRatio } from './ratio';

describe('a ratio of blocks', () => {
  it('is the median, between bounds that single odd blocks do not move', () => {
    const { median, low, high } = toRatio([1, 1.1, 0.9, 1, 1, 1.1, 0.9, 1, 1, 40], 1);
    expect(median).toBe(1);
    expect(low).toBeGreaterThanOrEqual(0.9);
    expect(high).toBeLessThanOrEqual(1.1);
  });

  it('is A by B, whichever is measured first', async () => {
    const asked: string[] = [];
    const measure = (name: string, value: number) => () => Promise.resolve((asked.push(name), value));
    expect(await measureRatio(1, measure('A', 3), measure('B', 2))).toEqual({ median: 1.5, low: 1.5, high: 1.5 });
    expect(asked.join('').slice(0, 8)).toBe('ABBAABBA');
  });
});
