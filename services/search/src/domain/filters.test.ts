import { describe, expect, it } from '@jest/globals';
import { ApplicationMode, Filters } from '@secondlook/contracts';
import { InvalidInputError, LimitError } from '@secondlook/kit';

import { compileFilters, isUsed } from './filters';

const now = new Date('2026-06-15T12:00:00Z');
const anyOf = (...values: string[]) => ({ anyOf: values });

describe('filters', () => {
  it('about applications are bound to one and the same application', () => {
    expect(compileFilters(Filters.fromPartial({ status: anyOf('REJECTED'), job: anyOf('job-a', 'job-b') }), now)).toEqual([
      { nested: { path: 'applications', query: { bool: { filter: [{ terms: { 'applications.status': ['REJECTED'] } }, { terms: { 'applications.job_id': ['job-a', 'job-b'] } }] } } } },
    ]);
  });

  it('of candidates stand each for themselves: between them AND, inside one OR', () => {
    expect(compileFilters(Filters.fromPartial({ skill: anyOf('Go', 'Java'), school: anyOf('MIT') }), now)).toEqual([
      { terms: { 'counted.skill': ['Go', 'Java'] } },
      { terms: { 'counted.school': ['MIT'] } },
    ]);
  });

  it('without values restrict nothing', () => {
    expect(compileFilters(undefined, now)).toEqual([]);
    expect(compileFilters(Filters.fromPartial({ status: anyOf(), skill: anyOf(), lastUpdated: {} }), now)).toEqual([]);
  });

  it('leave out the one whose values are being counted, and no other', () => {
    const filters = Filters.fromPartial({ skill: anyOf('Go'), school: anyOf('MIT') });
    expect(compileFilters(filters, now, 'skill')).toEqual([{ terms: { 'counted.school': ['MIT'] } }]);
    expect([isUsed(filters, 'skill'), isUsed(filters, 'location')]).toEqual([true, false]);
  });

  it('by time take either end or both, inclusive, and refuse a reversed range', () => {
    const [from, to] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
    expect(compileFilters(Filters.fromPartial({ lastUpdated: { fromTime: from } }), now)).toEqual([{ range: { last_updated: { gte: from.toISOString() } } }]);
    expect(compileFilters(Filters.fromPartial({ lastUpdated: { fromTime: from, toTime: to } }), now)).toEqual([{ range: { last_updated: { gte: from.toISOString(), lte: to.toISOString() } } }]);
    expect(() => compileFilters(Filters.fromPartial({ lastUpdated: { fromTime: to, toTime: from } }), now)).toThrow(InvalidInputError);
  });

  it('include whoever has a value, exclude whoever has one, and leave the unknown to a switch', () => {
    expect(compileFilters(Filters.fromPartial({ skill: { anyOf: ['Go'], allOf: ['Java'], noneOf: ['PHP'], includeUnknown: true } }), now)).toEqual([
      { bool: { should: [{ bool: { filter: [{ terms: { 'counted.skill': ['Go'] } }, { term: { 'counted.skill': 'Java' } }] } }, { bool: { must_not: [{ exists: { field: 'counted.skill' } }] } }], minimum_should_match: 1 } },
      { bool: { must_not: [{ terms: { 'counted.skill': ['PHP'] } }] } },
    ]);
  });

  it('of applications exclude by any of them, and are about the main one or every one if asked', () => {
    const rejected = { terms: { 'applications.status': ['REJECTED'] } };
    const nested = (query: object) => ({ nested: { path: 'applications', query } });
    const of = (applicationMode: ApplicationMode, status: object) => compileFilters(Filters.fromPartial({ applicationMode, status }), now);
    expect(of(ApplicationMode.ANY, { noneOf: ['REJECTED'] })).toEqual([{ bool: { must_not: [nested(rejected)] } }]);
    expect(of(ApplicationMode.LATEST, { anyOf: ['REJECTED'] })).toEqual([nested({ bool: { filter: [{ term: { 'applications.is_main': true } }, rejected] } })]);
    expect(of(ApplicationMode.EVERY, { anyOf: ['REJECTED'] })).toEqual([{ bool: { filter: [nested({ exists: { field: 'applications.status' } }), { bool: { must_not: [nested({ bool: { must_not: [rejected] } })] } }] } }]);
  });

  it('by years count completed ones, and refuse what is negative or reversed', () => {
    const years = (span: object) => compileFilters(Filters.fromPartial({ yearsInRole: span }), now);
    expect(years({ min: 3.5, max: 10 })).toEqual([{ range: { role_since: { lte: '2022-12-15T00:00:00.000Z', gt: '2015-06-15T00:00:00.000Z' } } }]);
    expect(() => years({ min: -1 })).toThrow('filters.years_in_role: must not be negative');
    expect(() => years({ min: 10, max: 3 })).toThrow('did you mean 3 to 10?');
  });

  it('with more values than allowed are refused by name', () => {
    expect(() => compileFilters(Filters.fromPartial({ job: anyOf(...new Array<string>(10_001).fill('j')) }), now)).toThrow(LimitError);
    expect(() => compileFilters(Filters.fromPartial({ job: anyOf(...new Array<string>(10_001).fill('j')) }), now)).toThrow('filters.job.any_of');
  });
});
