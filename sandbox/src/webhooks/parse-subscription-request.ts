import { z } from 'zod';
import { ApiError, InvalidInputError } from '../domain/errors';
import { eventNames, type EventName } from '../domain/event-names';
import { type Json } from '../domain/json';
import { callbackAuthenticationSchema, type CallbackAuthentication } from './subscription';

const requestSchema = z.object({
  callbackUrl: z.string(),
  events: z.array(z.string()).min(1),
  alertingEmailAddress: z.email().optional(),
  callbackAuthentication: z.union([callbackAuthenticationSchema, z.object({ type: z.literal('oauth2') })]).optional(),
});

export interface SubscriptionRequest {
  readonly callbackUrl: string;
  readonly events: EventName[];
  readonly callbackAuthentication: CallbackAuthentication | undefined;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const unprocessable = (code: string, message: string): ApiError => new ApiError(422, code, message);

/** The ATS wants https (API reference §7.1); on one's own machine there are no certificates, so loopback may do without. */
const parseCallbackUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!isAllowed) throw unprocessable('INVALID_CALLBACK_URL', 'callbackUrl is an https address');
  return text;
};

const parseEventName = (text: string): EventName => {
  const name = eventNames.find((one) => one === text);
  if (name === undefined) throw unprocessable('EVENT_NOT_FOUND', `There is no event ${text}`);
  return name;
};

/** 400 for a body of another shape, 422 for an address or event that cannot be (API reference §7.1). */
export const parseSubscriptionRequest = (body: Json | undefined): SubscriptionRequest => {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) throw new InvalidInputError('INVALID_REQUEST', z.prettifyError(parsed.error));
  const { callbackUrl, events, callbackAuthentication } = parsed.data;
  if (new Set(events).size < events.length) throw new InvalidInputError('INVALID_REQUEST', 'events are unique');
  if (callbackAuthentication?.type === 'oauth2') throw unprocessable('UNSUPPORTED_AUTHENTICATION', 'This sandbox cannot ask a token service');
  return { callbackUrl: parseCallbackUrl(callbackUrl), events: events.map(parseEventName), callbackAuthentication };
};
