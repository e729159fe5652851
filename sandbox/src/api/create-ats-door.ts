import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../domain/errors';
import { decideAdmission, noUsage, type LimitReading, type Usage } from '../domain/limiter';
import { isPermitted, type Credential } from '../domain/permissions';
import { toTimestamp } from '../domain/records';
import { type Switches } from '../domain/switches';
import { errorAnswer, toErrorAnswer } from '../http/error-answer';
import { type Answer, type Exchange } from '../http/exchange';
import { createRouter, type RouteMatch } from '../http/router';
import { type CallLine, type Log } from '../journal/event-log';
import { type ApiRoute } from './api-route';
import { createGate } from './create-gate';
import { type FaultInjector, type FaultyAnswer } from './fault-injector';

export interface AtsDoorOptions {
  readonly routes: readonly ApiRoute[];
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly calls: Log<CallLine>;
  readonly faults: FaultInjector;
  readonly switches: () => Switches;
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

/** What a 429 carries is not documented (API reference §13.8). */
const toRefusal = (answer: Answer, { refusal_body, retry_after_s }: Switches): Answer => {
  const headers = retry_after_s === null ? {} : { 'Retry-After': String(retry_after_s) };
  if (refusal_body === 'errors') return { ...answer, headers };
  if (refusal_body === 'none') return { status: 429, headers };
  return { status: 429, headers, bytes: { contentType: 'text/html', content: Buffer.from('<html><body><h1>429 Too Many Requests</h1></body></html>') } };
};

const findCredential = (credentials: ReadonlyMap<string, Credential>, exchange: Exchange): Credential | undefined =>
  [...credentials.values()].find(({ token }) => token === exchange.headers['x-smarttoken']);

const endpointOf = (match: RouteMatch<ApiRoute> | undefined, { method }: Exchange): string => `${method} ${match?.route.template ?? '(unknown)'}`;

/** Whoever is out of a credential's view answers with a refusal under every address (API reference §3.2, §12.10). */
const refuseOutOfView = ({ route, parameter }: RouteMatch<ApiRoute>, { candidatesOutOfView = [] }: Credential, { out_of_view_status }: Switches): void => {
  if (route.template.startsWith('/candidates/{id}') && candidatesOutOfView.includes(parameter('id'))) {
    throw new ApiError(Number(out_of_view_status), 'NO_ACCESS_TO_CANDIDATE', 'Candidate access denied');
  }
};

const answerRoute = async (match: RouteMatch<ApiRoute> | undefined, credential: Credential, { query, readJson }: Exchange, switches: Switches): Promise<Answer> => {
  if (match === undefined) throw new ApiError(404, 'NOT_FOUND', 'The sandbox has no such endpoint');
  const { permissions, denialCode, answer } = match.route;
  if (!isPermitted(credential, permissions)) throw new ApiError(403, denialCode ?? 'PERMISSION_DENIED', `One of ${permissions.join(', ')} is needed`);
  refuseOutOfView(match, credential, switches);
  return answer({ credential, query, parameter: match.parameter, readJson });
};

interface Served extends FaultyAnswer {
  readonly usage: Usage;
  readonly reading: LimitReading;
}

/** Who may call what how often: everything that happens around an answer of the ATS's own API. */
export const createAtsDoor = (options: AtsDoorOptions): ((exchange: Exchange) => Promise<Answer>) => {
  const { credentials, calls, faults, switches, now, speed, answerMs } = options;
  const findRoute = createRouter(options.routes);
  const gate = createGate(now, speed);

  const scopeOf = ({ name }: Credential, match: RouteMatch<ApiRoute> | undefined, exchange: Exchange): string =>
    switches().rate_limit_scope === 'endpoint' ? `${name} ${endpointOf(match, exchange)}` : name;
  const serve = async (credential: Credential | undefined, match: RouteMatch<ApiRoute> | undefined, exchange: Exchange): Promise<Served> => {
    if (credential === undefined) return { answer: unauthorized, usage: noUsage, reading: noLimits };
    const isList = match?.route.isList === true;
    const { isAdmitted, usage, reading } = gate.enter(credential.name, scopeOf(credential, match, exchange), isList);
    if (!isAdmitted) return { answer: tooManyRequests, usage, reading };
    exchange.onClosed(() => gate.leave(credential.name, isList));
    const answerInTime = async (): Promise<Answer> => {
      if (answerMs > 0) await sleep(answerMs / speed());
      return answerRoute(match, credential, exchange, switches()).catch(toErrorAnswer);
    };
    const faulty = await faults.answer({ endpoint: endpointOf(match, exchange), query: exchange.query, serve: answerInTime });
    return { ...faulty, usage, reading: faulty.fault === 'rate_limited' ? { ...reading, remaining: 0 } : reading };
  };

  return async (exchange) => {
    const arrivedAt = now();
    const match = findRoute(exchange.method, exchange.path);
    const credential = findCredential(credentials, exchange);
    const { answer: served, fault, usage, reading } = await serve(credential, match, exchange);
    const answer = served.status === 429 ? toRefusal(served, switches()) : served;
    calls.append({
      at: toTimestamp(arrivedAt),
      method: exchange.method,
      endpoint: endpointOf(match, exchange),
      path: exchange.path,
      credential: credential?.name ?? null,
      status: answer.ending?.kind === 'reset' ? 0 : answer.status,
      ...(fault === undefined ? {} : { fault }),
      inFlight: usage.inFlight,
      listInFlight: usage.listsInFlight,
      ms: Math.round(now() - arrivedAt),
    });
    return { ...answer, headers: { ...answer.headers, ...limitHeaders(reading) } };
  };
};
