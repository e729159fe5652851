import { type JsonObject } from '../domain/json';
import { formatPageCursor } from '../domain/page-cursor';
import { type Answer } from '../http/exchange';
import { type CallbackLine } from '../journal/event-log';
import { type State } from '../state';
import { ACCEPTED } from '../webhooks/outstanding';
import { type ApiRequest } from './api-route';
import { linkToNext } from './paged-answer';
import { parseChoices, parseInstant, parseLimit, parsePage } from './query-parameters';

const RETENTION_MS = 30 * 86_400_000;

const statusOf = ({ status }: CallbackLine): 'successful' | 'failed' => (status === ACCEPTED ? 'successful' : 'failed');

const toBody = (line: CallbackLine): JsonObject => ({
  status: statusOf(line),
  timestamp: line.timestamp,
  requestDetails: { url: line.url, body: line.body, headers: line.headers },
});

/** Tries of one subscription, newest first, 30 days back: a bare array, its next page in the Link header only (API reference §7.1, §7.5). */
export const answerCallbacksLog = (state: State, now: number, subscriptionId: string, path: string, { query }: ApiRequest): Answer => {
  const list = `callbacks of ${subscriptionId}`;
  const limit = parseLimit(query, 10);
  const older = Number(parsePage(query, list, 'page_id') ?? Infinity);
  const statuses = parseChoices(query, 'callbackStatus', ['successful', 'failed']);
  const from = Math.max(parseInstant(query, 'after') ?? -Infinity, now - RETENTION_MS);
  const until = parseInstant(query, 'before') ?? Infinity;
  const isWanted = (line: CallbackLine): boolean => {
    const at = Date.parse(line.timestamp);
    return at >= from && at < until && (statuses.length === 0 || statuses.includes(statusOf(line)));
  };
  const lines = [...(state.callbacks.get(subscriptionId)?.after(0) ?? [])];
  const found = lines.filter((line) => line.seq < older && isWanted(line)).reverse();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? linkToNext(path, query, 'page_id', formatPageCursor(`${list}:${last.seq}`)) : undefined;
  return { status: 200, json: shown.map(toBody), ...(next === undefined ? {} : { headers: { Link: next } }) };
};
