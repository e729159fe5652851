import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decideListsInstead } from './cut-short';

describe('a list', () => {
  it('that names all it says there are, or more, stands', () => {
    expect(decideListsInstead({ listed: 100, total: 100 }, ['j1'])).toEqual([]);
    expect(decideListsInstead({ listed: 120, total: 100 }, ['j1'])).toEqual([]);
  });

  it('that ended before is read job by job, a hundred at once, and by halves again, until it is one job’s', () => {
    const jobs = Array.from({ length: 250 }, (_, index) => `j${index}`);
    expect(decideListsInstead({ listed: 100, total: 1_000 }, jobs).map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(decideListsInstead({ jobExternalIds: ['j1', 'j2', 'j3'], listed: 100, total: 1_000 }, jobs)).toEqual([['j1', 'j2'], ['j3']]);
    expect(decideListsInstead({ jobExternalIds: ['j1'], listed: 100, total: 1_000 }, jobs)).toEqual([]);
  });

  it('that looks short before the whole one was cut is not: the count is not exact', () => {
    expect(decideListsInstead({ jobExternalIds: ['j1', 'j2'], cutAt: 100, listed: 99, total: 120 }, [])).toEqual([]);
    expect(decideListsInstead({ jobExternalIds: ['j1', 'j2'], cutAt: 100, listed: 100, total: 120 }, [])).toEqual([['j1'], ['j2']]);
  });

  it('whatever its cap, is replaced by lists of all jobs that are whole, or one job’s, and that ends', () => {
    const people = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 60 }), (applications, cap) => {
        const jobs = Array.from({ length: 13 }, (_, index) => String(index));
        const applicantsOf = (ids: readonly string[]) => applications.filter((of) => of.some((job) => ids.includes(String(job)))).length;
        const pending = decideListsInstead({ listed: Math.min(cap, applications.length), total: applications.length }, jobs);
        const [isReplaced, covered] = [pending.length > 0, new Set<string>()];
        for (let lists = 1, list = pending.shift(); list !== undefined; lists++, list = pending.shift()) {
          expect(lists).toBeLessThan(2 * jobs.length);
          const total = applicantsOf(list);
          const instead = decideListsInstead({ jobExternalIds: list, cutAt: cap, listed: Math.min(cap, total), total }, jobs);
          pending.push(...instead);
          if (instead.length === 0) {
            list.forEach((job) => covered.add(job));
            expect(list.length === 1 || total <= cap).toBe(true);
          }
        }
        expect(covered.size).toBe(isReplaced ? jobs.length : 0);
        expect(isReplaced).toBe(applications.length > cap);
      }),
    );
  });
});
