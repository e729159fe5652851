import { createHmac, timingSafeEqual } from 'node:crypto';

/** The headers a delivery is signed over, raw; empty where absent (candidate.deleted has no Link). */
export interface SignedHeaders {
  readonly timestamp: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly link: string;
}

/** Strictly: Node's hex decoder stops in silence at the first character that is none. */
const SCHEME = /^v1=([0-9a-f]{64})$/;

/**
 * SmartRecruiters' signature (API reference §7.4): HMAC-SHA256, hex, of
 * `timestamp.body.event-id.event-name.event-version.link` over the raw bytes. The header holds several, separated by `;`, when
 * several keys are live; schemes we do not know are ignored. Constant time for each comparison.
 */
export function isSigned(signature: string, headers: SignedHeaders, body: Buffer, keys: readonly Buffer[]): boolean {
  const { timestamp, eventId, eventName, eventVersion, link } = headers;
  // Node hands header bytes over as Latin-1.
  const rest = `.${eventId}.${eventName}.${eventVersion}.${link}`;
  const message = Buffer.concat([Buffer.from(`${timestamp}.`, 'latin1'), body, Buffer.from(rest, 'latin1')]);
  const given = signature
    .split(';')
    .flatMap((part) => SCHEME.exec(part.trim())?.[1] ?? [])
    .map((digits) => Buffer.from(digits, 'hex'));
  const expected = keys.map((key) => createHmac('sha256', key).update(message).digest());
  return expected.some((right) => given.some((claimed) => claimed.length === right.length && timingSafeEqual(claimed, right)));
}

const OLDEST_MS = 8 * 24 * 60 * 60_000;
const AHEAD_MS = 5 * 60_000;

/** Retries may keep the first attempt's timestamp: its schedule spans days. Replays within it are stopped by the inbox. */
export function isTimely(timestamp: string, nowMs: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) {
    return false;
  }
  const ageMs = nowMs - Number(timestamp) * 1_000;
  return ageMs <= OLDEST_MS && ageMs >= -AHEAD_MS;
}
