import { describe, expect, it } from '@jest/globals';

import { cluster, type Edge } from './cluster';

/** Two groups of three, all pairs within a group certain, all between them as given. */
function groupTwo(between: (a: number, b: number) => number): number[] {
  const weigh = (a: number, b: number) => (Math.floor(a / 3) === Math.floor(b / 3) ? 8 : between(a, b));
  const edges: Edge[] = [];
  for (let left = 0; left < 6; left += 1) {
    for (let right = left + 1; right < 6; right += 1) {
      if (weigh(left, right) > 0) {
        edges.push({ left, right, weight: weigh(left, right) });
      }
    }
  }
  return [...cluster(6, edges, weigh)];
}

describe('cluster', () => {
  it('is not fused by one link, however certain', () => {
    expect(groupTwo((a, b) => (a === 2 && b === 3 ? 50 : -6))).toEqual([0, 0, 0, 3, 3, 3]);
  });

  it('joins where most pairs speak for one person', () => {
    expect(groupTwo((a, b) => (a === 0 && b === 5 ? -4 : 3))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leaves who has no link alone', () => {
    expect([...cluster(3, [], () => 0)]).toEqual([0, 1, 2]);
  });

  it('does not grow along a chain of strangers', () => {
    const weigh = (a: number, b: number) => (Math.abs(a - b) === 1 ? 5 : -8);
    const edges = Array.from({ length: 99 }, (_none, left) => ({ left, right: left + 1, weight: 5 }));
    const sizes = new Map<number, number>();
    cluster(100, edges, weigh).forEach((group) => sizes.set(group, (sizes.get(group) ?? 0) + 1));
    expect(Math.max(...sizes.values())).toBeLessThanOrEqual(2);
  });

  it('depends on no order of the links', () => {
    const weigh = (a: number, b: number) => (((a * 7 + b * 13) % 11) - 4) * 2;
    const edges: Edge[] = [];
    for (let left = 0; left < 30; left += 1) {
      for (let right = left + 1; right < 30; right += 1) {
        if (weigh(left, right) > 0) {
          edges.push({ left, right, weight: weigh(left, right) });
        }
      }
    }
    expect(cluster(30, [...edges].reverse(), weigh)).toEqual(cluster(30, edges, weigh));
  });
});
