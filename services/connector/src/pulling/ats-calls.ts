import { backoffMs, pause } from '@secondlook/kit';
import { errors, type Dispatcher } from 'undici';

import { type LimitReading, type Urgency } from '../domain/limiter';
import { type ConnectorMetrics } from '../metrics';
import { AtsRefusedError, AtsUnavailableError } from '../sources/errors';
import { codeIn } from '../sources/json';
import { type AtsAnswer, type AtsCall, type AtsRequest, type Source } from '../sources/source';
import { type CallSlots } from './call-slots';
import { type ReadPositions } from './read-positions';

interface Parts {
  readonly source: Source;
  readonly baseUrl: string;
  /** Throws AtsUnavailableError where calls may not go. */
  readonly outbound: () => Dispatcher;
  readonly slots: Pick<CallSlots, 'take' | 'pauseFor'>;
  /** The ATS's rate window: what a refusal's first wait is measured in. */
  readonly windowMs: number;
  readonly positions: ReadPositions;
  readonly metrics: ConnectorMetrics;
  /** The credential as it is now: a new one is used from the next call on. */
  readonly token: () => Promise<string>;
  /** Throws when the lease is lost, which the signal may not know yet. */
  readonly requireLease: () => void;
  /** Aborts when the lease is lost or the process stops. */
  readonly signal: AbortSignal;
}

/** How to call: how urgent it is, how often at most, and whether also while a person has paused the connection. */
export type CallAs = (urgency: Urgency, attempts?: number, evenHeld?: boolean) => AtsCall;

const ATTEMPTS = 5;
const DEFAULT_MAX_BYTES = 32 << 20;

/** How a connection's ATS is called: every call, whatever for, takes a slot of the one limiter. */
export function createAtsCalls(parts: Parts): CallAs {
  async function attempt(request: AtsRequest, urgency: Urgency, evenHeld: boolean): Promise<AtsAnswer> {
    const token = await parts.token();
    const release = await parts.slots.take(urgency, evenHeld);
    let reading: LimitReading | undefined;
    try {
      parts.requireLease();
      const answer = await send(request, token, parts);
      reading = parts.source.readLimits(answer.headers);
      parts.metrics.atsCalled(answer.status);
      return answer;
    } finally {
      release(reading);
    }
  }

  return (urgency, attempts = ATTEMPTS, evenHeld = false) =>
    async (request) => {
      for (let count = 1; ; count++) {
        try {
          const answer = settle(await attempt(request, urgency, evenHeld), request);
          if (count >= attempts || !isTorn(answer, request)) {
            return answer;
          }
          await pause(backoffMs(count, parts.windowMs, 60 * parts.windowMs, Math.random()), parts.signal);
        } catch (error) {
          parts.signal.throwIfAborted();
          const passing = error instanceof AtsUnavailableError && error.reason !== 'host_not_allowed';
          // A create is never repeated blindly: its answer may have been lost after it took effect.
          if (!passing || count >= attempts || (request.method === 'POST' && error.reason !== 'rate_limited')) {
            throw error;
          }
          const waitMs = error.retryAfterMs ?? backoffMs(count, parts.windowMs, 60 * parts.windowMs, Math.random());
          if (error.reason === 'rate_limited') {
            parts.slots.pauseFor(waitMs);
          } else {
            await pause(waitMs, parts.signal);
          }
        }
      }
    };
}

/** Retried are 408, 429, 5xx and a lost network (API reference §11); 401 and 403 mean the credential; the rest is the caller's to judge. */
function settle(answer: AtsAnswer, { path }: AtsRequest): AtsAnswer {
  const { status, headers } = answer;
  if (status === 401 || status === 403) {
    throw new AtsRefusedError(status, codeIn(answer), path);
  }
  if (status === 429) {
    const seconds = Number(headers['retry-after']);
    throw new AtsUnavailableError('rate_limited', 'The ATS refuses calls for now (429).', seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {});
  }
  if (status === 408 || status >= 500) {
    throw new AtsUnavailableError('unreachable', `The ATS answered ${status} to ${path}.`);
  }
  return answer;
}

/**
 * Says that it is well, but is not JSON: as a rule a proxy's page, or cut on its way. It is asked for again as a lost answer is; one
 * that stays so is what the ATS answers, for the caller to judge. Asking for the one answer costs less than for the whole entity.
 */
function isTorn({ status, truncated, body }: AtsAnswer, { method = 'GET', anyBytes = false }: AtsRequest): boolean {
  if (method !== 'GET' || status !== 200 || truncated || anyBytes) {
    return false;
  }
  try {
    JSON.parse(body.toString('utf8'));
    return false;
  } catch {
    return true;
  }
}

async function send({ method = 'GET', path, query = {}, body, maxBytes = DEFAULT_MAX_BYTES }: AtsRequest, token: string, parts: Parts): Promise<AtsAnswer> {
  const read = parts.positions.draw();
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one])));
  try {
    const response = await parts.outbound().request({
      origin: new URL(parts.baseUrl).origin,
      path: `${new URL(parts.baseUrl).pathname.replace(/\/$/, '')}${path}${search.size > 0 ? `?${search.toString()}` : ''}`,
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...parts.source.authorize(token),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: parts.signal,
    });
    return { status: response.statusCode, headers: response.headers, ...(await readBody(response.body, maxBytes)), read };
  } catch (error) {
    parts.signal.throwIfAborted();
    throw toUnavailable(error, parts.baseUrl);
  }
}

async function readBody(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      return { body: Buffer.concat(chunks), truncated: true };
    }
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks), truncated: false };
}

/** Node names TLS failures by code: ERR_TLS_…, ERR_SSL_…, and OpenSSL's verification results. */
const TLS_FAILURE = /^(ERR_TLS|ERR_SSL|EPROTO)|CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH/;

function toUnavailable(error: unknown, baseUrl: string): AtsUnavailableError {
  const cause = error instanceof errors.UndiciError && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AtsUnavailableError) {
    return cause;
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const { host } = new URL(baseUrl);
  return TLS_FAILURE.test(code)
    ? new AtsUnavailableError('tls', `No secure connection to ${host} (${code}).`, { cause: error })
    : new AtsUnavailableError('unreachable', `${host} cannot be reached${code === '' ? '' : ` (${code})`}.`, { cause: error });
}
