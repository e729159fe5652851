import { ApplicationMode, Filters, type NumberFilter, type TimeFilter, type ValueFilter } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

import { filterNames, toSnakeCase } from './filters';

/**
 * Filters as the query of a URL: `skill=Java&skill=SQL` any of them, `skill.all=` each, `skill.not=` none, `skill.unknown=1` whoever has
 * none too; spans as `years_of_experience=3..8`, `..8`, `last_updated=2026-01-01T00:00:00.000Z..`; `applications=latest` or `every`.
 */
export function toFiltersUrl(filters: Filters): string {
  const url = new URLSearchParams();
  const say = (name: string, values: readonly string[]) => new Set(values).forEach((value) => url.append(name, value));
  for (const name of filterNames.values) {
    const { anyOf = [], allOf = [], noneOf = [], includeUnknown } = filters[name] ?? {};
    const key = toSnakeCase(name);
    say(key, anyOf);
    say(`${key}.all`, allOf);
    say(`${key}.not`, noneOf);
    say(`${key}.unknown`, includeUnknown === true ? ['1'] : []);
  }
  for (const name of filterNames.numbers) {
    const { min, max, includeUnknown } = filters[name] ?? {};
    say(toSnakeCase(name), toSpan(min?.toString(), max?.toString()));
    say(`${toSnakeCase(name)}.unknown`, includeUnknown === true ? ['1'] : []);
  }
  for (const name of filterNames.times) {
    const { fromTime, toTime, includeUnknown } = filters[name] ?? {};
    say(toSnakeCase(name), toSpan(fromTime?.toISOString(), toTime?.toISOString()));
    say(`${toSnakeCase(name)}.unknown`, includeUnknown === true ? ['1'] : []);
  }
  const mode = Object.entries(MODES).find(([, value]) => value === filters.applicationMode)?.[0];
  say('applications', mode === undefined ? [] : [mode]);
  return url.toString();
}

const MODES: Readonly<Record<string, ApplicationMode>> = { latest: ApplicationMode.LATEST, every: ApplicationMode.EVERY };
const toSpan = (from = '', to = '') => (from === '' && to === '' ? [] : [`${from}..${to}`]);

/** Throws InvalidInputError that names the parameter. */
export function parseFiltersUrl(url: string): Filters {
  const filters = Filters.create();
  const asked = new URLSearchParams(url);
  for (const key of new Set(asked.keys())) {
    const values = [...new Set(asked.getAll(key))];
    if (key === 'applications') {
      filters.applicationMode = parseMode(values);
      continue;
    }
    const [snake = '', part = 'any'] = key.split('.', 2);
    const isNamed = (name: string) => toSnakeCase(name) === snake;
    const [value, number, time] = [filterNames.values.find(isNamed), filterNames.numbers.find(isNamed), filterNames.times.find(isNamed)];
    if (value !== undefined) {
      filters[value] = withValues(filters[value], key, part, values);
    } else if (number !== undefined) {
      filters[number] = parseNumbers(filters[number], key, part, values);
    } else if (time !== undefined) {
      filters[time] = parseTimes(filters[time], key, part, values);
    } else {
      throw refuse(key, 'is no filter');
    }
  }
  return filters;
}

const LISTS: Readonly<Record<string, 'anyOf' | 'allOf' | 'noneOf'>> = { any: 'anyOf', all: 'allOf', not: 'noneOf' };

function withValues(filter: ValueFilter | undefined, key: string, part: string, values: string[]): ValueFilter {
  const before: ValueFilter = filter ?? { anyOf: [], allOf: [], noneOf: [], includeUnknown: false };
  const list = LISTS[part];
  return list === undefined ? { ...before, includeUnknown: parseUnknown(key, part, values) } : { ...before, [list]: values };
}

function parseNumbers(filter: NumberFilter | undefined, key: string, part: string, values: string[]): NumberFilter {
  const before: NumberFilter = filter ?? { min: undefined, max: undefined, includeUnknown: false };
  if (part !== 'any') {
    return { ...before, includeUnknown: parseUnknown(key, part, values) };
  }
  const [min, max] = parseSpan(key, values).map((text) => (text === '' ? undefined : Number(text)));
  if ([min, max].some((end) => end !== undefined && !Number.isFinite(end))) {
    throw refuse(key, 'wants numbers, as in 3..8');
  }
  return { ...before, min, max };
}

function parseTimes(filter: TimeFilter | undefined, key: string, part: string, values: string[]): TimeFilter {
  const before: TimeFilter = filter ?? { fromTime: undefined, toTime: undefined, includeUnknown: false };
  if (part !== 'any') {
    return { ...before, includeUnknown: parseUnknown(key, part, values) };
  }
  const [fromTime, toTime] = parseSpan(key, values).map((text) => (text === '' ? undefined : new Date(text)));
  if ([fromTime, toTime].some((end) => end !== undefined && Number.isNaN(end.getTime()))) {
    throw refuse(key, 'wants times, as in 2026-01-01T00:00:00Z..');
  }
  return { ...before, fromTime, toTime };
}

function parseSpan(key: string, values: readonly string[]): string[] {
  const [span = '', ...more] = values;
  const ends = span.split('..');
  if (more.length > 0 || ends.length !== 2) {
    throw refuse(key, 'wants one span, as in 3..8, 3.. or ..8');
  }
  return ends;
}

function parseUnknown(key: string, part: string, values: readonly string[]): boolean {
  if (part !== 'unknown') {
    throw refuse(key, 'is no part of a filter: all, not or unknown');
  }
  if (values.length !== 1 || values[0] !== '1') {
    throw refuse(key, 'wants 1');
  }
  return true;
}

function parseMode(values: readonly string[]): ApplicationMode {
  const mode = values.length === 1 ? MODES[values[0] ?? ''] : undefined;
  if (mode === undefined) {
    throw refuse('applications', 'wants latest or every');
  }
  return mode;
}

function refuse(key: string, description: string): InvalidInputError {
  return new InvalidInputError([{ field: 'url', description: `${key} ${description}` }]);
}
