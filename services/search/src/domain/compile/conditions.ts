import { kindOf, type Field } from '../query/fields';
import { STAGES, type AgePoint, type Bound, type Point, type Range, type Value } from '../query/values';
import { addMonths, firstDayAfter, toDay } from '../calendar';
import { allOf, anyOf, MATCH_NONE, type EsQuery } from './es-query';

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
      return field === 'match_score' || field === 'grad_year' ? { range: { [path]: numberRange(value) } } : compileYears(field, value, now);
  }
}

/** Where the index has a field that is called otherwise there. */
function pathOf(field: Field): string {
  return field === 'ats_updated' ? 'last_updated' : field === 'id' ? 'id_codes' : field;
}

/** Documents that have any value of the field. */
export function compileExists(field: Field, prefix = ''): EsQuery {
  const durations: Readonly<Partial<Record<Field, readonly string[]>>> = { yoe: ['experience_since', 'experience_months'], years_in_role: ['role_since'], years_at_company: ['company_since'] };
  return anyOf((durations[field] ?? [prefix + pathOf(field)]).map((name) => ({ exists: { field: name } })));
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

/** Completed years: `5..10` is 60 to 131 months. Of durations that grow, the day that they count from is indexed. */
function compileYears(field: Field, { lower, upper }: Range, now: Date): EsQuery {
  const least = lower === undefined ? undefined : Math.max(0, firstYear(lower)) * 12;
  const below = upper === undefined ? undefined : (lastYear(upper) + 1) * 12;
  if (below !== undefined && below <= 0) {
    return MATCH_NONE;
  }
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const since = { ...(least === undefined ? {} : { lte: addMonths(today, -least).toISOString() }), ...(below === undefined ? {} : { gt: addMonths(today, -below).toISOString() }) };
  const months = { ...(least === undefined ? {} : { gte: least }), ...(below === undefined ? {} : { lt: below }) };
  switch (field) {
    case 'yoe':
      return anyOf([{ range: { experience_since: since } }, { range: { experience_months: months } }]);
    case 'years_in_role':
      return { range: { role_since: since } };
    case 'years_at_company':
      return { range: { company_since: since } };
    default:
      return allOf([MATCH_NONE]);
  }
}

function firstYear({ point, inclusive }: Bound): number {
  const years = numberOf(point);
  return inclusive ? Math.ceil(years) : Math.floor(years) + 1;
}

function lastYear({ point, inclusive }: Bound): number {
  const years = numberOf(point);
  return inclusive ? Math.floor(years) : Math.ceil(years) - 1;
}
