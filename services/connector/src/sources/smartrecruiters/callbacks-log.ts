import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { isObject, parseJson, parseObject, textAt, timeIn, type JsonObject } from '../json';
import { type AtsCall, type FailedDelivery, type FailedPage, type FailedRequest, type Subscription } from '../source';
import { nextPageIn } from './next-page';

export const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions';
const PAGE_SIZE = '100';

/** The reference knows the states inactive and active; whatever else there is now, nothing is sent in it (§7.5). */
export async function checkSubscription(call: AtsCall, subscriptionId: string): Promise<Subscription> {
  try {
    const answer = await call({ path: `${SUBSCRIPTIONS}/${encodeURIComponent(subscriptionId)}` });
    if (answer.status === 404) {
      return { state: 'missing', events: undefined };
    }
    if (answer.status !== 200) {
      throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to GET of a webhook subscription.`);
    }
    const subscription = parseObject(answer, SUBSCRIPTIONS);
    return { state: textAt(subscription, 'status') === 'active' ? 'active' : 'suspended', events: eventsIn(subscription) };
  } catch (error) {
    if (error instanceof AtsRefusedError && error.status === 403) {
      return { state: 'not_permitted', events: undefined };
    }
    throw error;
  }
}

function eventsIn({ events }: JsonObject): string[] | undefined {
  return Array.isArray(events) ? events.filter(isObject).flatMap((event) => textAt(event, 'name') ?? []) : undefined;
}

/** The log reaches 30 days back: a bare array, its next page only in the Link header, as `page_id` (§7.1). */
export async function listFailed({ subscriptionId, cursor, since }: FailedRequest, call: AtsCall): Promise<FailedPage> {
  const path = `${SUBSCRIPTIONS}/${encodeURIComponent(subscriptionId)}/callbacks-log`;
  const answer = await call({ path, query: { limit: PAGE_SIZE, callbackStatus: 'failed', after: since.toISOString(), page_id: cursor } });
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to GET of a callbacks log.`);
  }
  const lines = parseJson(answer, path);
  if (!Array.isArray(lines)) {
    throw new UnexpectedAnswerError('The answer to GET of a callbacks log is not a list.');
  }
  const deliveries = new Map(lines.filter(isObject).flatMap(toDelivery).map((delivery) => [delivery.eventId, delivery]));
  return { deliveries: [...deliveries.values()], next: nextPageIn(answer), askedTime: timeIn(String(answer.headers['date'] ?? '')) };
}

/** Header names are compared in lower case: how the log spells them is not documented. */
function toDelivery({ requestDetails }: JsonObject): FailedDelivery[] {
  if (!isObject(requestDetails) || !isObject(requestDetails['headers'])) {
    return [];
  }
  const headers = Object.fromEntries(Object.entries(requestDetails['headers']).map(([name, value]) => [name.toLowerCase(), value]));
  const [eventId, eventName, body] = [textAt(headers, 'event-id'), textAt(headers, 'event-name'), textAt(requestDetails, 'body')];
  return eventId === undefined || eventName === undefined || body === undefined ? [] : [{ eventId, eventName, body: Buffer.from(body) }];
}
