import { describe, expect, it } from '@jest/globals';
import { ApplicationMode, Filters } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';
import fc from 'fast-check';

import { describeFilters } from './describe-filters';
import { filterNames } from './filters';
import { parseFiltersUrl, toFiltersUrl } from './filters-url';

const values = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.toWellFormed()), { maxLength: 3 });
const valueFilter = fc.record({ anyOf: values, allOf: values, noneOf: values, includeUnknown: fc.boolean() });
const end = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs), { nil: undefined });
const numberFilter = fc.record({ min: end, max: end, includeUnknown: fc.boolean() });
const time = fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), { nil: undefined });
const timeFilter = fc.record({ fromTime: time, toTime: time, includeUnknown: fc.boolean() });
const some = <T>(arbitrary: fc.Arbitrary<T>, names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), arbitrary, { maxKeys: 4 });
const anyFilters = fc
  .tuple(some(valueFilter, filterNames.values), some(numberFilter, filterNames.numbers), some(timeFilter, filterNames.times), fc.constantFrom(ApplicationMode.UNSPECIFIED, ApplicationMode.LATEST, ApplicationMode.EVERY))
  .map(([byValue, byNumber, byTime, applicationMode]) => Filters.fromPartial({ ...byValue, ...byNumber, ...byTime, applicationMode }));

/** A filter that asks nothing is as none. */
const meaningOf = (filters: Filters) => JSON.stringify(Filters.toJSON(filters), (_name, value: unknown) => (JSON.stringify(value) === '{}' ? undefined : value));

describe('filters as a URL', () => {
  it('come back as they were', () => {
    fc.assert(fc.property(anyFilters, (filters) => expect(meaningOf(parseFiltersUrl(toFiltersUrl(filters)))).toBe(meaningOf(filters))), { numRuns: 500 });
  });

  it('are the same whatever the order of parameters, and each value once', () => {
    expect(toFiltersUrl(parseFiltersUrl('skill=SQL&years_of_experience=..8&status.not=REJECTED&skill=SQL'))).toBe('status.not=REJECTED&skill=SQL&years_of_experience=..8');
  });

  it.each([
    ['skil=Java', 'skil is no filter'],
    ['skill.none=Java', 'skill.none is no part'],
    ['skill.unknown=yes', 'skill.unknown wants 1'],
    ['years_of_experience=3-8', 'years_of_experience wants one span'],
    ['years_of_experience=three..8', 'years_of_experience wants numbers'],
    ['last_updated=yesterday..', 'last_updated wants times'],
    ['applications=some', 'applications wants latest or every'],
  ])('that say nothing known are refused by name: %s', (url, description) => {
    expect(() => parseFiltersUrl(url)).toThrow(InvalidInputError);
    expect(() => parseFiltersUrl(url)).toThrow(description);
  });
});

describe('filters as a sentence', () => {
  const tell = (url: string) => describeFilters(parseFiltersUrl(url), (jobId) => (jobId === 'j1' ? 'Engineer' : jobId));

  it('are told as they are meant', () => {
    expect(tell('')).toBe('All candidates.');
    expect(tell('skill=Java&skill=SQL&skill=Go')).toBe('Candidates whose skills include “Java”, “SQL” or “Go”.');
    expect(tell('skill=Java&skill.all=SQL&skill.all=Go&skill.not=PHP&school.not=MIT')).toBe('Candidates whose skills include “Java” and “SQL” and “Go”, whose skills do not include “PHP” and whose schools do not include “MIT”.');
    expect(tell('years_of_experience=3..8&years_of_experience.unknown=1&graduation_year=2014..2014')).toBe('Candidates with 3 to 8 completed years of experience (or unknown) and who graduated in 2014.');
    expect(tell('last_updated=2026-01-01T00:00:00Z..&mirrored=..2026-02-03T04:05:06.789Z')).toBe('Candidates last updated from 2026-01-01 00:00 UTC and mirrored until 2026-02-03 04:05:06.789Z.');
  });

  it('say which applications they are about', () => {
    expect(tell('status=NEW&status=OFFER&job=j1')).toBe('Candidates with an application that has status “NEW” or “OFFER” and job “Engineer”.');
    expect(tell('status.not=REJECTED')).toBe('Candidates without any application that has status “REJECTED”.');
    expect(tell('status=NEW&status.not=REJECTED&applications=latest')).toBe('Candidates whose latest application has status “NEW” and whose latest application does not have status “REJECTED”.');
    expect(tell('source=Web&applications=every')).toBe('Candidates whose applications all have source “Web”.');
  });

  it('leave out no filter', () => {
    for (const name of filterNames.values) {
      expect(describeFilters(Filters.fromPartial({ [name]: { anyOf: ['Zyzzyva'] } }), (jobId) => jobId)).toContain('“Zyzzyva”');
    }
    for (const name of filterNames.numbers) {
      expect(describeFilters(Filters.fromPartial({ [name]: { min: 4_711 } }), (jobId) => jobId)).toContain('at least 4711');
    }
    for (const name of filterNames.times) {
      expect(describeFilters(Filters.fromPartial({ [name]: { toTime: new Date(0) } }), (jobId) => jobId)).toContain('1970-01-01');
    }
  });
});
