import { isSigned, isTimely, type SignedHeaders } from './verify-signature';

/** What a request to a callback is: to be kept, a handshake to be echoed, or refused with a short reason. */
export type Decision =
  | { readonly action: 'keep'; readonly eventId: string; readonly eventName: string }
  | { readonly action: 'echo'; readonly secret: string }
  | { readonly action: 'refuse'; readonly status: 400 | 401 | 403 | 404; readonly reason: string };

export interface CallbackRequest {
  readonly body: Buffer;
  /** Lower-case names. */
  readonly headers: Readonly<Partial<Record<string, string | string[]>>>;
}

/** What is known of the callback that was called. */
export interface KnownCallback {
  readonly signingKeys: readonly Buffer[];
  readonly activationPendingUntil: Date | undefined;
}

const MAX_ID_LENGTH = 200;
/** Bodies hold ids only. */
export const MAX_BODY_BYTES = 16 << 10;

/** Pure: no answer holds anything of a key or of the body. */
export function decideDelivery({ body, headers }: CallbackRequest, callback: KnownCallback | undefined, nowMs: number): Decision {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  if (callback === undefined) {
    return refuse(404, 'no such callback');
  }
  const secret = header('x-hook-secret');
  if (secret !== '') {
    return decideHandshake(secret, callback, nowMs);
  }
  const signed: SignedHeaders = {
    timestamp: header('smartrecruiters-timestamp'),
    eventId: header('event-id'),
    eventName: header('event-name'),
    eventVersion: header('event-version'),
    link: header('link'),
  };
  if (!isTimely(signed.timestamp, nowMs)) {
    return refuse(401, 'timestamp missing or out of range');
  }
  if (!isSigned(header('smartrecruiters-signature'), signed, body, callback.signingKeys)) {
    return refuse(401, 'signature missing or wrong');
  }
  const { eventId, eventName } = signed;
  const problem = findProblem({ eventId, eventName, body });
  return problem === undefined ? { action: 'keep', eventId, eventName } : refuse(400, problem);
}

/** What keeps a delivery from being one, whoever vouches for it; undefined when nothing does. */
export function findProblem({ eventId, eventName, body }: { eventId: string; eventName: string; body: Buffer }): string | undefined {
  if (!isShortWord(eventId) || !isShortWord(eventName)) {
    return 'event-id and event-name must be set';
  }
  return isJsonObject(body) ? undefined : 'body is not a JSON object';
}

/** The secret is echoed only while we are activating: otherwise anybody could have it echoed. */
function decideHandshake(secret: string, { activationPendingUntil }: KnownCallback, nowMs: number): Decision {
  const pending = activationPendingUntil !== undefined && activationPendingUntil.getTime() > nowMs;
  return pending && isShortWord(secret) ? { action: 'echo', secret } : refuse(403, 'no activation is pending');
}

function refuse(status: 400 | 401 | 403 | 404, reason: string): Decision {
  return { action: 'refuse', status, reason };
}

function isShortWord(text: string): boolean {
  return text.length <= MAX_ID_LENGTH && /^[\x21-\x7e]+$/.test(text);
}

function isJsonObject(body: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}
