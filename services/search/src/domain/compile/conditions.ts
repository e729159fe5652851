import { kindOf, type Field } from '../query/fields';
import { STAGES, type AgePoint, type Bound, type Point, type Range, type Value } from '../query/values';
import { addMonths, firstDayAfter, latestBeginning, toDay } from '../calendar';
import { anyOf, MATCH_NONE, type EsQuery } from './es-query';

/** Documents whose field has a value: of the person, or of one of its applications or schools where `prefix` says so. */
export function compileValue(field: Field, value: Value, now: Date, prefix = ''): EsQuery {
  if (value.kind === 'code') {
    return compileCode(field, value.code);
  }
  const path = prefix + pathOf(field);
  switch (kindOf(field)) {
    case 'date':
      return { range: { [path]: dateRange(value, now) } };
    case 'stage':
      return { terms: { [path]: stagesIn(value) } };
    default:
      return isDuration(field) ? compileYears(field, value, now) : { range: { [path]: numberRange(value) } };
  }
}

/** Where the index has a field that is called otherwise there. */
function pathOf(field: Field): string {
  return field === 'ats_updated' ? 'last_updated' : field === 'id' ? 'id_codes' : field;
}

/** Documents that have any value of the field. */
export function compileExists(field: Field, prefix = ''): EsQuery {
  return anyOf((isDuration(field) ? DURATIONS[field] : [prefix + pathOf(field)]).map((name) => ({ exists: { field: name } })));
}

function compileCode(field: Field, code: string): EsQuery {
  if (field === 'phone') {
    return { terms: { phone: [code, code.slice(-LOCAL_DIGITS)] } };
  }
  return field === 'matched' ? { term: { matched: code === 'yes' } } : { term: { [pathOf(field)]: code } };
}

/** A number is the same with and without country code when so many of its last digits are. */
export const LOCAL_DIGITS = 9;

function numberRange({ lower, upper }: Range): Record<string, number> {
  return { ...(lower === undefined ? {} : { [lower.inclusive ? 'gte' : 'gt']: numberOf(lower.point) }), ...(upper === undefined ? {} : { [upper.inclusive ? 'lte' : 'lt']: numberOf(upper.point) }) };
}

function numberOf(point: Point): number {
  return point.kind === 'number' ? point.number : Number.NaN;
}

function stagesIn({ lower, upper }: Range): readonly string[] {
  const rankOf = (point: Point) => (point.kind === 'stage' ? STAGES.indexOf(point.stage) : -1);
  return STAGES.filter((_stage, rank) => (lower === undefined || (lower.inclusive ? rank >= rankOf(lower.point) : rank > rankOf(lower.point))) && (upper === undefined || (upper.inclusive ? rank <= rankOf(upper.point) : rank < rankOf(upper.point))));
}

/** A partial date is a period: `>` begins after it, `<=` reaches its last day. */
function dateRange({ lower, upper }: Range, now: Date): Record<string, string> {
  const beginOf = ({ point, inclusive }: Bound) => (inclusive ? periodOf(point, now).first : periodOf(point, now).after);
  const endOf = ({ point, inclusive }: Bound) => (inclusive ? periodOf(point, now).after : periodOf(point, now).first);
  return { ...(lower === undefined ? {} : { gte: beginOf(lower).toISOString() }), ...(upper === undefined ? {} : { lt: endOf(upper).toISOString() }) };
}

function periodOf(point: Point, now: Date): { first: Date; after: Date } {
  if (point.kind === 'date') {
    return { first: toDay(point.date), after: firstDayAfter(point.date) };
  }
  const first = point.kind === 'age' ? toInstant(point, now) : now;
  return { first, after: new Date(first.getTime() + DAY_MS) };
}

const DAY_MS = 24 * 3_600_000;

/** The day that was so long ago. */
function toInstant({ count, unit }: AgePoint, now: Date): Date {
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  return unit === 'd' ? new Date(today.getTime() - count * DAY_MS) : addMonths(today, -count * (unit === 'y' ? 12 : 1));
}

/** Completed years: `5..10` is 60 to 131 months. */
function compileYears(field: Duration, { lower, upper }: Range, now: Date): EsQuery {
  return compileMonths(field, lower === undefined ? undefined : Math.max(0, firstYear(lower)) * 12, upper === undefined ? undefined : (lastYear(upper) + 1) * 12, now);
}

export type Duration = keyof typeof DURATIONS;

/** What durations are indexed as: those that grow as the day they count from. */
const DURATIONS = { yoe: ['experience_since', 'experience_months'], years_in_role: ['role_since'], years_at_company: ['company_since'] } as const satisfies Partial<Record<Field, readonly string[]>>;

function isDuration(field: Field): field is Duration {
  return Object.hasOwn(DURATIONS, field);
}

export function durationFields(field: Duration): readonly string[] {
  return DURATIONS[field];
}

/** At least so many whole months, and fewer than so many. */
export function compileMonths(field: Duration, least: number | undefined, below: number | undefined, now: Date): EsQuery {
  if (below !== undefined && below <= 0) {
    return MATCH_NONE;
  }
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const since = { ...(least === undefined ? {} : { lte: latestBeginning(today, least).toISOString() }), ...(below === undefined ? {} : { gt: latestBeginning(today, below).toISOString() }) };
  const months = { ...(least === undefined ? {} : { gte: least }), ...(below === undefined ? {} : { lt: below }) };
  return anyOf(DURATIONS[field].map((name) => ({ range: { [name]: name.endsWith('_months') ? months : since } })));
}

function firstYear({ point, inclusive }: Bound): number {
  const years = numberOf(point);
  return inclusive ? Math.ceil(years) : Math.floor(years) + 1;
}

function lastYear({ point, inclusive }: Bound): number {
  const years = numberOf(point);
  return inclusive ? Math.floor(years) : Math.ceil(years) - 1;
}
