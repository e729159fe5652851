import { withoutUndefined, type Json } from '../domain/json';
import { formatPageCursor } from '../domain/page-cursor';
import { type Answer } from '../http/exchange';

/** `Link` of the next page: relative, with the criteria of this one (API reference §3.1). */
export const linkToNext = (path: string, query: URLSearchParams, parameter: string, pageId: string): string => {
  const next = new URLSearchParams(query);
  next.set(parameter, pageId);
  return `<${path}?${next.toString()}>; rel="next"`;
};

export interface PageOfList {
  readonly path: string;
  readonly list: string;
  readonly query: URLSearchParams;
  readonly limit: number;
  readonly issuedAt: number;
  readonly totalFound: number;
  readonly content: readonly Json[];
  /** Undefined on the last page: it has neither `nextPageId` nor `Link` (API reference §3.1). */
  readonly next: string | undefined;
}

export const pagedAnswer = ({ path, list, query, limit, issuedAt, totalFound, content, next }: PageOfList): Answer => {
  const nextPageId = next === undefined ? undefined : formatPageCursor(`${list}:${next}@${issuedAt}`);
  return {
    status: 200,
    json: withoutUndefined({ limit, offset: 0, nextPageId, totalFound, content: [...content] }),
    ...(nextPageId === undefined ? {} : { headers: { Link: linkToNext(path, query, 'pageId', nextPageId) } }),
  };
};
