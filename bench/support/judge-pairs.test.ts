import { describe, expect, it } from '@jest/globals';

import { judgeGroups, judgePairs } from './judge-pairs';

const persons = ['a', 'a', 'a', 'b', 'c'];

describe('judgePairs', () => {
  it('counts what was found, said and right', () => {
    const compared = { lefts: Uint32Array.of(0, 0, 3), rights: Uint32Array.of(1, 2, 4), isMatch: (pair: number) => pair !== 1 };
    expect(judgePairs(persons, compared)).toEqual({ pairs: { all: 3, precision: 1 / 2, recall: 1 / 3, f1: 0.4 }, completeness: 2 / 3, reduction: 0.7 });
  });
});

describe('judgeGroups', () => {
  it('finds nothing wrong with the truth', () => {
    expect(judgeGroups(persons, Uint32Array.of(0, 0, 0, 3, 4))).toEqual({ groups: { all: 3, precision: 1, recall: 1, f1: 1 }, bCubed: 1 });
  });

  it('counts who was fused and who was torn apart', () => {
    const { groups, bCubed } = judgeGroups(persons, Uint32Array.of(0, 0, 2, 2, 4));
    expect(groups).toEqual({ all: 3, precision: 1 / 2, recall: 1 / 3, f1: 0.4 });
    // Precision 4/5 by record, recall (2/3 + 2/3 + 1/3 + 1 + 1) / 5.
    expect(bCubed).toBeCloseTo((2 * 0.8 * (11 / 15)) / (0.8 + 11 / 15));
  });
});
