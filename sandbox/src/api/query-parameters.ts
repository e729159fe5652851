import { InvalidInputError } from '../domain/errors';
import { parsePageCursor } from '../domain/page-cursor';
import { type PageClock } from './page-clock';

const MAXIMUM_LIMIT = 100;

const parseInteger = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

export const parseLimit = (query: URLSearchParams, standard: number): number => {
  const text = query.get('limit');
  if (text === null) return standard;
  const limit = parseInteger(text);
  if (limit === undefined || limit < 1 || limit > MAXIMUM_LIMIT) throw new InvalidInputError('INVALID_LIMIT', `limit is a number from 1 to ${MAXIMUM_LIMIT}`);
  return limit;
};

export const parseOffset = (query: URLSearchParams): number => {
  const offset = parseInteger(query.get('offset') ?? '0');
  if (offset === undefined) throw new InvalidInputError('INVALID_OFFSET', 'offset is a number from 0');
  return offset;
};

/** A "+" that was not percent-encoded arrives as a blank and makes no date. */
export const parseInstant = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null) return undefined;
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw new InvalidInputError('INVALID_DATE', `${name} is a date-time such as 2026-11-01T00:00:00.000Z`);
  return instant;
};

export const parseChoices = <T extends string>(query: URLSearchParams, name: string, choices: readonly T[]): readonly T[] =>
  query.getAll(name).map((text) => {
    const choice = choices.find((one) => one === text);
    if (choice === undefined) throw new InvalidInputError('INVALID_VALUE', `${name} is one of ${choices.join(', ')}`);
    return choice;
  });

export const parseText = (query: URLSearchParams, name: string): string | undefined => {
  const text = query.get(name)?.trim();
  return text === '' ? undefined : text;
};

/** Splits off when the page id was made; 400 when that is too long ago. */
export const parseAgingPage = (query: URLSearchParams, list: string, clock: PageClock): string | undefined => {
  const place = parsePage(query, list);
  if (place === undefined) return undefined;
  const [, start = '', issuedAt = ''] = /^(.*)@(\d+)$/s.exec(place) ?? [];
  const lifetime = clock.lifetimeMs();
  if (lifetime !== undefined && clock.now() - Number(issuedAt) > lifetime) throw new InvalidInputError('INVALID_PAGE_ID', 'The page id is no longer valid');
  return start;
};

/** Place where the page starts; undefined on the first page. `list` keeps page ids of different lists apart. */
export const parsePage = (query: URLSearchParams, list: string, parameter = 'pageId'): string | undefined => {
  const pageId = query.get(parameter);
  if (pageId === null || pageId === '') return undefined;
  const place = parsePageCursor(pageId);
  if (place?.startsWith(`${list}:`) !== true) throw new InvalidInputError('INVALID_PAGE_ID', 'The page id was not made by this list');
  return place.slice(list.length + 1);
};
