import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { findJobs, type FindableJob, type JobWish } from './find-jobs';

const job = (_id: string, title: string, reference = '', status = 'SOURCING'): FindableJob => ({ _id, fields: { title, reference, status } });
const all: JobWish = { words: '', exceptStatuses: [], after: undefined, limit: 100 };
const idsOf = (jobs: readonly FindableJob[], wish: Partial<JobWish>) => findJobs(jobs, { ...all, ...wish }).jobs.map(({ _id }) => _id);

describe('finding jobs', () => {
  const jobs = [job('c', 'Sales Engineer', 'REF-12'), job('a', 'Ingénieur commercial', 'REF-7'), job('b', 'sales engineer', 'X9', 'FILLED')];

  it('wants every word, in title or reference, in any order, without case and accents, also inside a word', () => {
    expect(idsOf(jobs, { words: ' ENGINEER  sales' })).toEqual(['b', 'c']);
    expect(idsOf(jobs, { words: 'ingenieur ref-7' })).toEqual(['a']);
    expect(idsOf(jobs, { words: 'ref-1 gine' })).toEqual(['c']);
    expect(idsOf(jobs, { words: 'engineer ref-7' })).toEqual([]);
  });

  it('leaves out statuses, and counts what is found on all pages', () => {
    expect(findJobs(jobs, { ...all, exceptStatuses: ['FILLED', 'CANCELLED'], limit: 1 })).toMatchObject({ jobs: [{ _id: 'a' }], totalSize: 2 });
  });

  it('shows each job once, page by page, in order of title, also while others come and go', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ id: fc.uuid(), title: fc.string({ maxLength: 3 }) }), { selector: ({ id }) => id }), fc.integer({ min: 1, max: 4 }), (drawn, limit) => {
        const listed = drawn.map(({ id, title }) => job(id, title));
        const seen: string[] = [];
        for (let after: string | undefined, more = true; more; ) {
          // What was shown is gone by the next page.
          const page = findJobs(listed.filter(({ _id }) => !seen.includes(_id)), { ...all, after, limit });
          seen.push(...page.jobs.map(({ _id }) => _id));
          after = page.next;
          more = after !== undefined;
        }
        expect(seen).toEqual(idsOf(listed, { limit: 1_000 }));
        expect(seen).toHaveLength(listed.length);
      }),
    );
  });
});
