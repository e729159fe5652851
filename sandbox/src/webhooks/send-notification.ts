import { type OutgoingHttpHeaders } from 'node:http';
import { liveKeys } from '../domain/secret-keys';
import { formatSignature } from '../domain/signature';
import { type Delivery } from './outstanding';
import { type CallbackAuthentication, type Subscription } from './subscription';

const EVENT_VERSION = 'v201910';

const authenticationHeaders = (authentication: CallbackAuthentication | undefined): OutgoingHttpHeaders => {
  if (authentication === undefined) return {};
  if (authentication.type === 'header') return { [authentication.headerName]: authentication.headerValue };
  const credentials = Buffer.from(`${authentication.username}:${authentication.password}`, 'utf8').toString('base64');
  return { Authorization: `Basic ${credentials}` };
};

export interface NotificationRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** How the callback authenticates: sent, and never logged. */
  readonly authentication: OutgoingHttpHeaders;
  readonly body: string;
}

/**
 * Headers and body of one try (API reference §7.3, §7.4). `timestampMs` is told in seconds, and real at any time scale;
 * signature headers are absent until a key was made.
 */
export const toNotificationRequest = (
  delivery: Delivery,
  subscription: Subscription,
  toUrl: (path: string) => string,
  timestampMs: number,
  now: number,
  speed: number,
): NotificationRequest => {
  const body = JSON.stringify(delivery.body);
  const link = delivery.link === undefined ? undefined : `<${toUrl(delivery.link)}>; rel="self"`;
  const timestamp = String(Math.floor(timestampMs / 1000));
  const { eventId, eventName } = delivery;
  const keys = liveKeys(subscription.keys, now, speed).map(({ value }) => value);
  const parts = { timestamp, body, eventId, eventName, eventVersion: EVENT_VERSION, link: link ?? '' };
  const signed = { 'smartrecruiters-timestamp': timestamp, 'smartrecruiters-signature': formatSignature(keys, parts) };
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'event-id': eventId,
      'event-name': eventName,
      'event-version': EVENT_VERSION,
      ...(link === undefined ? {} : { Link: link }),
      ...(keys.length === 0 ? {} : signed),
    },
    authentication: authenticationHeaders(subscription.callbackAuthentication),
  };
};
