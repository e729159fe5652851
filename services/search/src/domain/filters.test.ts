import { describe, expect, it } from '@jest/globals';
import { Filters } from '@secondlook/contracts';
import { InvalidInputError, LimitError } from '@secondlook/kit';

import { compileFilters, isUsed } from './filters';

const anyOf = (...values: string[]) => ({ anyOf: values });

describe('filters', () => {
  it('about applications are bound to one and the same application', () => {
    expect(compileFilters(Filters.fromPartial({ status: anyOf('REJECTED'), job: anyOf('job-a', 'job-b') }))).toEqual([
      { nested: { path: 'applications', query: { bool: { filter: [{ terms: { 'applications.status': ['REJECTED'] } }, { terms: { 'applications.job_id': ['job-a', 'job-b'] } }] } } } },
    ]);
  });

  it('of candidates stand each for themselves: between them AND, inside one OR', () => {
    expect(compileFilters(Filters.fromPartial({ skill: anyOf('Go', 'Java'), school: anyOf('MIT') }))).toEqual([
      { terms: { 'counted.skill': ['Go', 'Java'] } },
      { terms: { 'counted.school': ['MIT'] } },
    ]);
  });

  it('without values restrict nothing', () => {
    expect(compileFilters(undefined)).toEqual([]);
    expect(compileFilters(Filters.fromPartial({ status: anyOf(), skill: anyOf(), lastUpdated: {} }))).toEqual([]);
  });

  it('leave out the one whose values are being counted, and no other', () => {
    const filters = Filters.fromPartial({ skill: anyOf('Go'), school: anyOf('MIT') });
    expect(compileFilters(filters, 'skill')).toEqual([{ terms: { 'counted.school': ['MIT'] } }]);
    expect([isUsed(filters, 'skill'), isUsed(filters, 'location')]).toEqual([true, false]);
  });

  it('by time take either end or both, inclusive, and refuse a reversed range', () => {
    const [from, to] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
    expect(compileFilters(Filters.fromPartial({ lastUpdated: { fromTime: from } }))).toEqual([{ range: { last_updated: { gte: from.toISOString() } } }]);
    expect(compileFilters(Filters.fromPartial({ lastUpdated: { fromTime: from, toTime: to } }))).toEqual([{ range: { last_updated: { gte: from.toISOString(), lte: to.toISOString() } } }]);
    expect(() => compileFilters(Filters.fromPartial({ lastUpdated: { fromTime: to, toTime: from } }))).toThrow(InvalidInputError);
  });

  it('with more values than allowed are refused by name', () => {
    expect(() => compileFilters(Filters.fromPartial({ job: anyOf(...new Array<string>(10_001).fill('j')) }))).toThrow(LimitError);
    expect(() => compileFilters(Filters.fromPartial({ job: anyOf(...new Array<string>(10_001).fill('j')) }))).toThrow('filters.job.any_of');
  });
});
