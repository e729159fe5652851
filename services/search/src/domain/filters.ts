import { ApplicationMode, type Filters, type NumberFilter, type TimeFilter, type ValueFilter } from '@secondlook/contracts';
import { InvalidInputError, requireAtMost } from '@secondlook/kit';

import { compileMonths, durationFields } from './compile/conditions';
import { allOf, anyOf, noneOf, type EsQuery } from './compile/es-query';

const MAX_VALUES = 10_000;
/** Each is a clause of its own. */
const MAX_REQUIRED = 100;

/** Where the values of each filter are, in the document itself. */
const VALUE_FIELDS = {
  location: 'counted.location',
  currentCompany: 'counted.current_company',
  currentTitle: 'counted.current_title',
  pastCompany: 'counted.past_company',
  pastTitle: 'counted.past_title',
  company: 'counted.company',
  title: 'counted.title',
  skill: 'counted.skill',
  school: 'counted.school',
  degree: 'counted.degree',
  major: 'counted.major',
  certification: 'counted.certification',
  language: 'counted.language',
  tag: 'counted.tag',
  industry: 'counted.industry',
  companySize: 'counted.company_size',
  group: 'counted.group',
  interest: 'counted.interest',
  honor: 'counted.honor',
  has: 'has',
  match: 'match_state',
  matchBy: 'match_by',
  furthestStage: 'stage_reached',
} as const satisfies Partial<Record<keyof Filters, string>>;

/** And in one of its applications. */
const APPLICATION_FIELDS = {
  status: 'status',
  subStatus: 'sub_status',
  job: 'job_id',
  rejectionReason: 'rejection_reason',
  withdrawalReason: 'withdrawal_reason',
  source: 'source',
} as const satisfies Partial<Record<keyof Filters, string>>;

const YEARS_FIELDS = { yearsOfExperience: 'yoe', yearsInRole: 'years_in_role', yearsAtCompany: 'years_at_company' } as const satisfies Partial<Record<keyof Filters, string>>;

const TIME_FIELDS = { lastUpdated: 'last_updated', mirrored: 'mirrored_at', enriched: 'enriched_at' } as const satisfies Partial<Record<keyof Filters, string>>;

export type ValueFilterName = keyof typeof VALUE_FIELDS;
export type ApplicationFilterName = keyof typeof APPLICATION_FIELDS;
export type YearsFilterName = keyof typeof YEARS_FIELDS;
export type NumberFilterName = YearsFilterName | 'graduationYear';
export type TimeFilterName = keyof typeof TIME_FIELDS;
export type FilterName = ValueFilterName | ApplicationFilterName | YearsFilterName;

/** All filters, by what they take. */
export const filterNames = {
  ofApplications: names(APPLICATION_FIELDS),
  ofPeople: names(VALUE_FIELDS),
  values: [...names(APPLICATION_FIELDS), ...names(VALUE_FIELDS)],
  numbers: [...names(YEARS_FIELDS), 'graduationYear'] satisfies NumberFilterName[],
  times: names(TIME_FIELDS),
} as const;

export function valueField(filter: ValueFilterName): string {
  return VALUE_FIELDS[filter];
}

export function applicationField(filter: ApplicationFilterName): string {
  return `applications.${APPLICATION_FIELDS[filter]}`;
}

export function yearsField(filter: YearsFilterName): (typeof YEARS_FIELDS)[YearsFilterName] {
  return YEARS_FIELDS[filter];
}

/** Between filters AND; `ignored` is left out, as its own counts ask for. */
export function compileFilters(filters: Filters | undefined, now: Date, ignored?: FilterName): EsQuery[] {
  if (filters === undefined) {
    return [];
  }
  const { graduationYear } = filters;
  return [
    ...compileApplications(filters, ignored),
    ...names(VALUE_FIELDS).filter((name) => name !== ignored).flatMap((name) => compileValues(name, VALUE_FIELDS[name], filters[name])),
    ...names(YEARS_FIELDS).filter((name) => name !== ignored).flatMap((name) => compileYears(name, filters[name], now)),
    ...compileGraduationYear(graduationYear),
    ...names(TIME_FIELDS).flatMap((name) => compileTime(name, TIME_FIELDS[name], filters[name])),
  ];
}

/** What the filters ask of one application, without `ignored`: its counts are of those that meet the others. */
export function compileOneApplication(filters: Filters | undefined, ignored?: FilterName): EsQuery[] {
  const mode = filters?.applicationMode === ApplicationMode.LATEST ? [{ term: { 'applications.is_main': true } }] : [];
  return [...mode, ...names(APPLICATION_FIELDS).filter((name) => name !== ignored).flatMap((name) => includedIn(name, applicationField(name), filters?.[name]))];
}

/** Whether a filter is in use: only then do its own counts differ from those of the search. */
export function isUsed(filters: Filters | undefined, name: FilterName): boolean {
  const filter = filters?.[name];
  if (filter === undefined) {
    return false;
  }
  return 'anyOf' in filter ? [...filter.anyOf, ...filter.allOf, ...filter.noneOf].length > 0 : filter.min !== undefined || filter.max !== undefined;
}

/** Those of applications are bound to one and the same; what is excluded is excluded of all that the mode is about. */
function compileApplications(filters: Filters, ignored: FilterName | undefined): EsQuery[] {
  const asked = names(APPLICATION_FIELDS).filter((name) => name !== ignored);
  const included = asked.flatMap((name) => includedIn(name, applicationField(name), filters[name]));
  const excluded = asked.flatMap((name) => excludedIn(name, applicationField(name), filters[name]));
  const isUnknownIncluded = asked.some((name) => filters[name]?.includeUnknown === true);
  const mode = filters.applicationMode === ApplicationMode.LATEST ? [{ term: { 'applications.is_main': true } }] : [];
  const inApplications = (query: EsQuery): EsQuery => ({ nested: { path: 'applications', query } });
  const isEvery = filters.applicationMode === ApplicationMode.EVERY && included.length > 0;
  const positive = included.length === 0 ? [] : [inApplications(allOf(isEvery ? [{ exists: { field: 'applications.status' } }] : [...mode, ...included])), ...(isEvery ? [noneOf([inApplications(noneOf([allOf(included)]))])] : [])];
  return [
    ...(positive.length === 0 ? [] : [orUnknown(allOf(positive), isUnknownIncluded ? [noneOf([inApplications({ match_all: {} })])] : [])]),
    ...(excluded.length === 0 ? [] : [noneOf(excluded.map((query) => inApplications(allOf([...mode, query]))))]),
  ];
}

function compileValues(name: ValueFilterName, field: string, filter: ValueFilter | undefined): EsQuery[] {
  const included = includedIn(name, field, filter);
  const excluded = excludedIn(name, field, filter);
  return [
    ...(included.length === 0 ? [] : [orUnknown(allOf(included), filter?.includeUnknown === true ? [noneOf([{ exists: { field } }])] : [])]),
    ...(excluded.length === 0 ? [] : [noneOf(excluded)]),
  ];
}

function includedIn(name: FilterName, field: string, filter: ValueFilter | undefined): EsQuery[] {
  const { anyOf: any = [], allOf: all = [] } = filter ?? {};
  requireAtMost(`filters.${toSnakeCase(name)}.any_of`, any.length, MAX_VALUES);
  requireAtMost(`filters.${toSnakeCase(name)}.all_of`, all.length, MAX_REQUIRED);
  return [...(any.length === 0 ? [] : [{ terms: { [field]: any } }]), ...all.map((value) => ({ term: { [field]: value } }))];
}

function excludedIn(name: FilterName, field: string, filter: ValueFilter | undefined): EsQuery[] {
  const { noneOf: none = [] } = filter ?? {};
  requireAtMost(`filters.${toSnakeCase(name)}.none_of`, none.length, MAX_VALUES);
  return none.length === 0 ? [] : [{ terms: { [field]: none } }];
}

function orUnknown(query: EsQuery, unknown: readonly EsQuery[]): EsQuery {
  return unknown.length === 0 ? query : anyOf([query, ...unknown]);
}

const MONTHS = 12;

/** Whole years are completed ones: up to 5 is less than 6. */
function compileYears(name: YearsFilterName, filter: NumberFilter | undefined, now: Date): EsQuery[] {
  const { min, max, includeUnknown = false } = requireSpan(name, filter);
  if (min === undefined && max === undefined) {
    return [];
  }
  const below = max === undefined ? undefined : Number.isInteger(max) ? (max + 1) * MONTHS : Math.floor(max * MONTHS) + 1;
  const query = compileMonths(YEARS_FIELDS[name], min === undefined ? undefined : Math.ceil(min * MONTHS), below, now);
  return [orUnknown(query, includeUnknown ? [noneOf(durationFields(YEARS_FIELDS[name]).map((field) => ({ exists: { field } })))] : [])];
}

/** Of any school. */
function compileGraduationYear(filter: NumberFilter | undefined): EsQuery[] {
  const { min, max, includeUnknown = false } = requireSpan('graduationYear', filter);
  if (min === undefined && max === undefined) {
    return [];
  }
  const field = 'schools.grad_year';
  const within = (query: EsQuery): EsQuery => ({ nested: { path: 'schools', query } });
  return [orUnknown(within({ range: { [field]: { ...(min === undefined ? {} : { gte: min }), ...(max === undefined ? {} : { lte: max }) } } }), includeUnknown ? [noneOf([within({ exists: { field } })])] : [])];
}

function requireSpan(name: keyof Filters, filter: NumberFilter | undefined): Partial<NumberFilter> {
  const { min, max } = filter ?? {};
  const refuse = (description: string) => new InvalidInputError([{ field: `filters.${toSnakeCase(name)}`, description }]);
  if ([min, max].some((value) => value !== undefined && (!Number.isFinite(value) || value < 0))) {
    throw refuse('must not be negative');
  }
  if (min !== undefined && max !== undefined && min > max) {
    throw refuse(`min must not exceed max: did you mean ${max} to ${min}?`);
  }
  return filter ?? {};
}

function compileTime(name: TimeFilterName, field: string, filter: TimeFilter | undefined): EsQuery[] {
  const { fromTime, toTime, includeUnknown = false } = filter ?? {};
  if (fromTime === undefined && toTime === undefined) {
    return [];
  }
  if (fromTime !== undefined && toTime !== undefined && fromTime > toTime) {
    throw new InvalidInputError([{ field: `filters.${toSnakeCase(name)}`, description: 'from_time must not be after to_time' }]);
  }
  const range = { range: { [field]: { ...(fromTime === undefined ? {} : { gte: fromTime.toISOString() }), ...(toTime === undefined ? {} : { lte: toTime.toISOString() }) } } };
  return [orUnknown(range, includeUnknown ? [noneOf([{ exists: { field } }])] : [])];
}

function names<Name extends string>(fields: Readonly<Record<Name, string>>): Name[] {
  return Object.keys(fields).filter((name): name is Name => Object.hasOwn(fields, name));
}

export function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
