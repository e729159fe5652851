import { describe, expect, it } from '@jest/globals';

import { tenseOf } from './current';

const on = (day: string) => new Date(`${day}T12:00:00Z`);
const position = (start: string, end: string, current = false) => ({ title: '', company: '', location: '', description: '', start, end, current });

describe('a position', () => {
  it.each([
    ['starts ahead', '2026-09', '', true, '2026-08-31', false],
    ['started today', '2026-09-01', '', false, '2026-09-01', true],
    ['ended yesterday, whatever the source says', '2020', '2026-08-30', true, '2026-08-31', false],
    ['ends today', '2020', '2026-08-31', false, '2026-08-31', true],
    ['ends in this month', '2020', '2026-08', false, '2026-08-31', true],
    ['ended with the last month', '2020', '2026-08', false, '2026-09-01', false],
    ['ends in this year', '2020', '2026', false, '2026-12-31', true],
    ['ends in February of a leap year', '2020', '2028-02', false, '2028-02-29', true],
    ['has begun and no end', '2020', '', false, '2026-08-31', true],
    ['has no dates, whatever the source says', '', '', true, '2026-08-31', false],
    ['has no dates and nothing is said', '', '', false, '2026-08-31', false],
  ])('that %s is current or not', (_what, start, end, current, day, expected) => {
    const one = position(start, end, current);
    expect(tenseOf(one, [one], on(day)) === 'current').toBe(expected);
  });

  it.each([
    ['at another company a year later', { ...position('2010-01', '2012'), company: 'B' }, 'past'],
    ['at another company less than a year later', { ...position('2009-12', ''), company: 'B' }, 'current'],
    ['at the same company', { ...position('2015', ''), company: 'a ' }, 'current'],
    ['at another company in the future', { ...position('2030', ''), company: 'B' }, 'current'],
  ])('that was never closed counts as left once one began %s', (_what, other, expected) => {
    const open = { ...position('2009-01', ''), company: 'A' };
    expect(tenseOf(open, [open, other], on('2026-08-31'))).toBe(expected);
  });
});
