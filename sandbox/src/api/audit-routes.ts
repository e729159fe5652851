import { auditAuthorTypes, auditEntityTypes, auditEventNames } from '../domain/audit-names';
import { withoutUndefined } from '../domain/json';
import { formatPageCursor } from '../domain/page-cursor';
import { ok, type Answer } from '../http/exchange';
import { type AuditLine } from '../journal/event-log';
import { type State } from '../state';
import { type ApiRoute } from './api-route';
import { parseChoices, parseInstant, parseLimit, parsePage, parseText } from './query-parameters';

const LIST = 'audit';
const PAGE_PARAMETER = 'nextPageId';
/** Without a window of one's own (API reference §8). */
const STANDARD_WINDOW_MS = 7 * 86_400_000;

type Seen = AuditLine & { readonly seq: number };

const createFilter = (query: URLSearchParams, now: number): ((line: Seen) => boolean) => {
  const [after, before] = [parseInstant(query, 'eventDateAfter'), parseInstant(query, 'eventDateBefore')];
  const from = after ?? (before === undefined ? now - STANDARD_WINDOW_MS : -Infinity);
  const names = parseChoices(query, 'eventName', auditEventNames);
  const authorTypes = parseChoices(query, 'authorType', auditAuthorTypes);
  const entityTypes = parseChoices(query, 'entityType', auditEntityTypes);
  const [authorId, entityId] = [parseText(query, 'authorId'), parseText(query, 'entityId')];
  return (line) => {
    const at = Date.parse(line.eventDate);
    return (
      at >= from &&
      (before === undefined || at < before) &&
      (names.length === 0 || names.includes(line.eventName)) &&
      (authorTypes.length === 0 || authorTypes.includes(line.authorType)) &&
      (entityTypes.length === 0 || entityTypes.includes(line.entityType)) &&
      (authorId === undefined || authorId === line.authorId) &&
      (entityId === undefined || entityId === line.entityId)
    );
  };
};

const answer = (state: State, query: URLSearchParams, now: number): Answer => {
  const limit = parseLimit(query, 10);
  const older = Number(parsePage(query, LIST, PAGE_PARAMETER) ?? Infinity);
  const isWanted = createFilter(query, now);
  const found = [...state.audit.after(0)].filter((line) => line.seq < older && isWanted(line)).reverse();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const nextPageId = found.length > limit && last !== undefined ? formatPageCursor(`${LIST}:${last.seq}`) : undefined;
  const content = shown.map(({ seq: _seq, ...line }) => withoutUndefined({ ...line }));
  return ok(withoutUndefined({ nextPageId, limit, content }));
};

/** API reference §8. Newest first: the order is not documented, and the page id stays good while events come. */
export const createAuditRoutes = (state: State, now: () => number): readonly ApiRoute[] => [
  { method: 'GET', template: '/audit-api/v201910/audit-events', permissions: ['audit_events_read'], answer: ({ query }) => answer(state, query, now()) },
];
