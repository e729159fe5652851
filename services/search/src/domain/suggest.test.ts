import { describe, expect, it } from '@jest/globals';

import { suggest } from './suggest';

const values = [
  { value: 'Engineer', count: 2 },
  { value: 'Engineering Manager', count: 9 },
  { value: 'Software Engineer', count: 50 },
  { value: 'Élève', count: 1 },
  { value: 'Nurse', count: 80 },
];
const of = (typed: string, limit = 10) => suggest(values, typed, limit).map(({ value }) => value);

describe('suggested values', () => {
  it.each([
    ['eng', ['Engineering Manager', 'Engineer', 'Software Engineer']],
    ['manager eng', ['Engineering Manager']],
    ['enginer', ['Software Engineer', 'Engineering Manager', 'Engineer']],
    ['eleve', ['Élève']],
    ['zzz', []],
    ['', ['Nurse', 'Software Engineer', 'Engineering Manager', 'Engineer', 'Élève']],
  ])('of %j are %j', (typed, expected) => {
    expect(of(typed)).toEqual(expected);
  });

  it('are not more than asked for', () => {
    expect(of('', 2)).toEqual(['Nurse', 'Software Engineer']);
  });
});
