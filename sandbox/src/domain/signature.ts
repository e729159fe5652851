import { createHmac } from 'node:crypto';

/** What is signed: raw header values, the empty string where a header is absent (API reference §7.4). */
export interface SignedParts {
  /** Seconds since the epoch. */
  readonly timestamp: string;
  readonly body: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly link: string;
}

const sign = (key: string, parts: SignedParts): string => {
  const { timestamp, body, eventId, eventName, eventVersion, link } = parts;
  const message = [timestamp, body, eventId, eventName, eventVersion, link].join('.');
  return createHmac('sha256', key).update(message).digest('hex');
};

/** Value of `smartrecruiters-signature`: one signature per live key. */
export const formatSignature = (keys: readonly string[], parts: SignedParts): string => keys.map((key) => `v1=${sign(key, parts)}`).join(';');
