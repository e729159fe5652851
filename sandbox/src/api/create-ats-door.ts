import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../domain/errors';
import { decideAdmission, noUsage, release, type LimitReading, type Usage } from '../domain/limiter';
import { isPermitted, type Credential } from '../domain/permissions';
import { toTimestamp } from '../domain/records';
import { errorAnswer, toErrorAnswer } from '../http/error-answer';
import { type Answer, type Exchange } from '../http/exchange';
import { createRouter, type RouteMatch } from '../http/router';
import { type CallLine, type Log } from '../journal/event-log';
import { type ApiRoute } from './api-route';

export interface AtsDoorOptions {
  readonly routes: readonly ApiRoute[];
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly calls: Log<CallLine>;
  readonly now: () => number;
  readonly speed: () => number;
  /** What the ATS takes to answer, in its own time: without it nothing would ever be concurrent. */
  readonly answerMs: number;
}

/** API reference §10: on every response. */
const limitHeaders = (reading: LimitReading): Readonly<Record<string, string>> => ({
  'X-RateLimit-Limit': String(reading.limit),
  'X-RateLimit-Remaining': String(reading.remaining),
  'X-RateLimit-Concurrent-Limit': String(reading.concurrentLimit),
  'X-RateLimit-Concurrent-Remaining': String(reading.concurrentRemaining),
});

const noLimits = decideAdmission(noUsage, false, 0, 1).reading;
const unauthorized = errorAnswer(401, 'UNAUTHORIZED', 'The X-SmartToken header holds no valid credential');
const tooManyRequests = errorAnswer(429, 'TOO_MANY_REQUESTS', 'Too many requests');

const findCredential = (credentials: ReadonlyMap<string, Credential>, exchange: Exchange): Credential | undefined =>
  [...credentials.values()].find(({ token }) => token === exchange.headers['x-smarttoken']);

/** Who may call what how often: everything that happens around an answer of the ATS's own API. */
export const createAtsDoor = (options: AtsDoorOptions): ((exchange: Exchange) => Promise<Answer>) => {
  const { credentials, calls, now, speed, answerMs } = options;
  const findRoute = createRouter(options.routes);
  const usages = new Map<string, Usage>();

  const answerRoute = async (match: RouteMatch<ApiRoute> | undefined, credential: Credential, exchange: Exchange): Promise<Answer> => {
    const { query, readJson } = exchange;
    try {
      if (answerMs > 0) await sleep(answerMs / speed());
      if (match === undefined) throw new ApiError(404, 'NOT_FOUND', 'The sandbox has no such endpoint');
      const { permissions, denialCode, answer } = match.route;
      if (!isPermitted(credential, permissions)) throw new ApiError(403, denialCode ?? 'PERMISSION_DENIED', `One of ${permissions.join(', ')} is needed`);
      return await answer({ credential, query, parameter: match.parameter, readJson });
    } catch (error) {
      return toErrorAnswer(error);
    }
  };

  const admit = async (credential: Credential, match: RouteMatch<ApiRoute> | undefined, exchange: Exchange): Promise<{ answer: Answer; usage: Usage; reading: LimitReading }> => {
    const isList = match?.route.isList === true;
    const { isAdmitted, usage, reading } = decideAdmission(usages.get(credential.name) ?? noUsage, isList, now(), speed());
    usages.set(credential.name, usage);
    if (!isAdmitted) return { answer: tooManyRequests, usage, reading };
    exchange.onClosed(() => usages.set(credential.name, release(usages.get(credential.name) ?? usage, isList)));
    return { answer: await answerRoute(match, credential, exchange), usage, reading };
  };

  return async (exchange) => {
    const arrivedAt = now();
    const match = findRoute(exchange.method, exchange.path);
    const credential = findCredential(credentials, exchange);
    const { answer, usage, reading } =
      credential === undefined ? { answer: unauthorized, usage: noUsage, reading: noLimits } : await admit(credential, match, exchange);
    calls.append({
      at: toTimestamp(arrivedAt),
      method: exchange.method,
      endpoint: `${exchange.method} ${match?.route.template ?? '(unknown)'}`,
      path: exchange.path,
      credential: credential?.name ?? null,
      status: answer.status,
      inFlight: usage.inFlight,
      listInFlight: usage.listsInFlight,
      ms: Math.round(now() - arrivedAt),
    });
    return { ...answer, headers: { ...answer.headers, ...limitHeaders(reading) } };
  };
};
