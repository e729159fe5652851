import { toPageHandle } from './page-handle';
import { kindOf, type Field } from './fields';

/** The value of a field that holds no running words. */
export type Value = Range | Code;

/** From here to there; an absent end is open. */
export interface Range {
  readonly kind: 'range';
  readonly lower?: Bound;
  readonly upper?: Bound;
}

export interface Bound {
  readonly point: Point;
  /** A period counts as a whole: `<=2023` reaches its last day, `>2023` begins after it. */
  readonly inclusive: boolean;
}

export type Point = NumberPoint | DatePoint | AgePoint | StagePoint;

export interface NumberPoint {
  readonly kind: 'number';
  readonly number: number;
}

/** A year, month or day, as written: YYYY, YYYY-MM or YYYY-MM-DD. */
export interface DatePoint {
  readonly kind: 'date';
  readonly date: string;
}

/** So long ago, counted from the time of the search. */
export interface AgePoint {
  readonly kind: 'age';
  readonly count: number;
  readonly unit: 'd' | 'mo' | 'y';
}

export interface StagePoint {
  readonly kind: 'stage';
  readonly stage: Stage;
}

/** How far an application came, in this order. */
export const STAGES = ['lead', 'new', 'screen', 'interview', 'offer', 'hired'] as const;
export type Stage = (typeof STAGES)[number];

/** One code or address, folded: it is equal or it is not. */
export interface Code {
  readonly kind: 'code';
  readonly code: string;
}

export interface ReadValue {
  readonly value: Value;
  /** The ends stood the wrong way round. */
  readonly swapped: boolean;
}

const COMPARED = /^(<=|>=|<|>)\s*(.+)$/su;
const BRACKETED = /^\[\s*(\S+)\s+TO\s+(\S+?)\s*\]$/su;
const BETWEEN = /^(.+?)\.\.(.+)$/su;

/** The value that a text is in a field; undefined when it is none. */
export function readValue(field: Field, text: string): ReadValue | undefined {
  const kind = kindOf(field);
  if (kind === 'flag' || kind === 'exact') {
    const code = readCode(field, text);
    return code === undefined ? undefined : { value: { kind: 'code', code }, swapped: false };
  }
  const [, sign, compared] = COMPARED.exec(text) ?? [];
  if (sign !== undefined && compared !== undefined) {
    const point = readPoint(field, compared);
    const bound = point === undefined ? undefined : { point, inclusive: sign.endsWith('=') };
    return bound === undefined ? undefined : { value: { kind: 'range', ...(sign.startsWith('<') ? { upper: bound } : { lower: bound }) }, swapped: false };
  }
  const [, from = text, to = text] = BRACKETED.exec(text) ?? BETWEEN.exec(text) ?? [];
  const [lower, upper] = [readPoint(field, from), readPoint(field, to)];
  if (lower === undefined || upper === undefined) {
    return undefined;
  }
  const swapped = isAfter(lower, upper);
  const [first, last] = swapped ? [upper, lower] : [lower, upper];
  return { value: { kind: 'range', lower: { point: first, inclusive: true }, upper: { point: last, inclusive: true } }, swapped };
}

const NUMBER = /^\d{1,9}(?:\.\d{1,6})?$/;
const AGE = /^(\d{1,5})(d|mo|y)$/i;

function readPoint(field: Field, text: string): Point | undefined {
  const kind = kindOf(field);
  if (kind === 'number') {
    return NUMBER.test(text) ? { kind: 'number', number: Number(text) } : undefined;
  }
  if (kind === 'stage') {
    const stage = STAGES.find((one) => one === text.toLowerCase());
    return stage === undefined ? undefined : { kind: 'stage', stage };
  }
  const [, count, unit = ''] = AGE.exec(text) ?? [];
  const known = (['d', 'mo', 'y'] as const).find((one) => one === unit.toLowerCase());
  if (count !== undefined && known !== undefined) {
    return { kind: 'age', count: Number(count), unit: known };
  }
  return isDate(text) ? { kind: 'date', date: text } : undefined;
}

function isDate(text: string): boolean {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  return year !== undefined && Number(year) > 0 && toDay(`${year}-${month}-${day}`) !== undefined;
}

/** A day of the calendar; undefined for one that there is not, as 31 February. */
function toDay(text: string): Date | undefined {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? day : undefined;
}

/** Only of points of a kind: a date and an age are as they stand. */
function isAfter(a: Point, b: Point): boolean {
  if (a.kind === 'number' && b.kind === 'number') {
    return a.number > b.number;
  }
  if (a.kind === 'stage' && b.kind === 'stage') {
    return STAGES.indexOf(a.stage) > STAGES.indexOf(b.stage);
  }
  if (a.kind === 'date' && b.kind === 'date') {
    return a.date.padEnd(10, '-00') > b.date.padEnd(10, '-99');
  }
  return a.kind === 'age' && b.kind === 'age' && daysOf(a) < daysOf(b);
}

const daysOf = ({ count, unit }: AgePoint) => count * { d: 1, mo: 30, y: 365 }[unit];

/** Codes and addresses in the one spelling that is indexed. */
function readCode(field: Field, text: string): string | undefined {
  const code = text.trim().toLowerCase();
  switch (field) {
    case 'matched':
      return /^(?:yes|no)$/.test(code) ? code : undefined;
    case 'match_by':
    case 'has':
    case 'changed':
      return /^(?!(?:and|or|not|prefer)$)[a-z0-9][a-z0-9_-]*$/.test(code) ? code : undefined;
    case 'phone':
      return toPhone(code);
    case 'linkedin':
    case 'github':
      return toPageHandle(text)?.handle ?? (/^[^\s/]+$/.test(code) ? code : undefined);
    case 'url':
      return toUrlKey(code);
    default:
      return code === '' ? undefined : code;
  }
}

/** Digits only; a number is found by its last nine or more. */
export function toPhone(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, '');
  return digits === '' ? undefined : digits;
}

/** Without scheme, www and a last slash. */
export function toUrlKey(text: string): string | undefined {
  const key = text.trim().toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/^www\./, '').replace(/\/+$/, '');
  return key === '' ? undefined : key;
}

/** Canonical text of a value. */
export function printValue(value: Value): string {
  if (value.kind === 'code') {
    return value.code;
  }
  const { lower, upper } = value;
  if (lower !== undefined && upper !== undefined) {
    const [from, to] = [printPoint(lower.point), printPoint(upper.point)];
    return from === to ? from : `${from}..${to}`;
  }
  return lower === undefined ? `<${boundOf(upper)}` : `>${boundOf(lower)}`;
}

const boundOf = (bound: Bound | undefined) => (bound === undefined ? '' : `${bound.inclusive ? '=' : ''}${printPoint(bound.point)}`);

function printPoint(point: Point): string {
  switch (point.kind) {
    case 'number':
      return String(point.number);
    case 'date':
      return point.date;
    case 'age':
      return `${point.count}${point.unit}`;
    case 'stage':
      return point.stage;
  }
}
