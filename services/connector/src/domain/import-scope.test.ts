import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@secondlook/kit';
import fc from 'fast-check';

import { describeScope, isInScope, parseImportScope, scopeKey, toImportScope, yearsToChoose } from './import-scope';

const now = new Date('2026-06-15T12:00:00Z');
const parse = (updatedSinceYear: number | undefined, jobExternalIds: string[] = []) => parseImportScope({ updatedSinceYear, jobExternalIds }, now);

describe('an import scope', () => {
  it('is everybody when it says nothing', () => {
    expect([parse(undefined), scopeKey(parse(undefined))]).toEqual([{}, '']);
    expect(isInScope({ updatedTime: new Date(0), jobExternalIds: [] }, {})).toBe(true);
  });

  it('is the same however its jobs are written down', () => {
    expect(parse(2024, ['b', ' a ', 'b'])).toEqual({ sinceYear: 2024, jobExternalIds: ['a', 'b'] });
    const scopes = fc.record({ year: fc.option(fc.integer({ min: 1990, max: 2026 }), { nil: undefined }), jobs: fc.uniqueArray(fc.uuid(), { maxLength: 5 }) });
    fc.assert(
      fc.property(scopes, scopes, (one, other) => {
        const [a, b] = [parse(one.year, one.jobs), parse(other.year, other.jobs)];
        expect(scopeKey(parseImportScope(toImportScope(a), now))).toBe(scopeKey(parse(one.year, [...one.jobs].reverse())));
        expect(scopeKey(a) === scopeKey(b)).toBe(JSON.stringify(toImportScope(a)) === JSON.stringify(toImportScope(b)));
      }),
    );
  });

  it('is refused with the field that is wrong', () => {
    const fieldsOf = (year: number | undefined, jobs: string[]) => {
      try {
        return parse(year, jobs);
      } catch (error) {
        return error instanceof InvalidInputError ? error.fields.map(({ field }) => field) : error;
      }
    };
    expect(fieldsOf(2027, [])).toEqual(['import_scope.updated_since_year']);
    expect(fieldsOf(1989, [''])).toEqual(['import_scope.updated_since_year', 'import_scope.job_external_ids']);
    expect(fieldsOf(undefined, Array.from({ length: 101 }, (_, index) => `j${index}`))).toEqual(['import_scope.job_external_ids']);
  });

  it('has whoever changed in its year or later, and applied for one of its jobs', () => {
    const scope = parse(2024, ['j1', 'j2']);
    const isIn = (updated: string, ...jobExternalIds: string[]) => isInScope({ updatedTime: new Date(updated), jobExternalIds }, scope);
    expect([isIn('2024-01-01T00:00:00Z', 'j2', 'j9'), isIn('2023-12-31T23:59:59.999Z', 'j1'), isIn('2026-01-01T00:00:00Z', 'j9'), isIn('2026-01-01T00:00:00Z')]).toEqual([true, false, false, false]);
  });

  it('has whom it cannot judge: odd records are to be seen', () => {
    const scope = parse(2024, ['j1']);
    expect([isInScope({ updatedTime: undefined, jobExternalIds: ['j1'] }, scope), isInScope({ updatedTime: now, jobExternalIds: undefined }, scope)]).toEqual([true, true]);
    expect(isInScope({ updatedTime: undefined, jobExternalIds: ['j9'] }, scope)).toBe(false);
  });

  it('can be chosen among the last ten years, and says what choosing it does', () => {
    expect(yearsToChoose(now)).toEqual([2026, 2025, 2024, 2023, 2022, 2021, 2020, 2019, 2018, 2017]);
    expect(describeScope({ total: 10, inScope: 4, mirrored: 0, mirroredOutside: 0 })).toBe('Brings 4 of 10 candidates; 0 of these are mirrored already.');
    expect(describeScope({ total: 10, inScope: 4, mirrored: 9, mirroredOutside: 6 })).toContain('6 that are mirrored are outside: they stay');
  });
});
