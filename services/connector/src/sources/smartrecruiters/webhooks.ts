import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { isObject, parseJson, parseObject, textAt, type JsonObject } from '../json';
import { type AtsAnswer, type AtsCall, type Registration, type RegisterOutcome, type SourceRequest, type SourceWebhooks } from '../source';
import { checkSubscription, listFailed, SUBSCRIPTIONS } from './callbacks-log';
import { nextPageIn } from './next-page';

/** What the mirror must hear of (API reference §7.3). There is no event for a removed application or a deleted job. */
const EVENTS = [
  'candidate.created',
  'candidate.updated',
  'candidate.deleted',
  'application.created',
  'application.status.updated',
  'application.fields.updated',
  'application.source.updated',
  'application.attachment.created',
  'job.created',
  'job.updated',
  'job.status.updated',
];

export const webhooks: SourceWebhooks = {
  permission: 'webhooks_manage',
  events: EVENTS,

  async register(call, registration) {
    try {
      return await ensureActive(call, registration);
    } catch (error) {
      if (error instanceof AtsRefusedError && error.status === 403) {
        return 'not_permitted';
      }
      throw error;
    }
  },

  async remove(call, subscriptionId) {
    const answer = await call({ method: 'DELETE', path: `${SUBSCRIPTIONS}/${encodeURIComponent(subscriptionId)}` });
    requireOneOf(answer, [200, 204, 404], 'DELETE of a webhook subscription');
  },

  check: checkSubscription,
  listFailed,

  toRequest(eventName, body) {
    const ids = parseIds(body);
    const [subject = ''] = eventName.split('.');
    if (subject === 'candidate' || subject === 'application') {
      return toReadOrDelete('candidate', eventName, ids['id'] ?? ids['candidate_id']);
    }
    return subject === 'job' ? toReadOrDelete('job', eventName, ids['id'] ?? ids['job_id']) : { action: 'ignore' };
  },
};

/** A subscription cannot be changed: one with our callback URL is ours. Keys come before the activation, which calls us back. */
async function ensureActive(call: AtsCall, { callbackUrl, subscriptionId, hasSigningKey, prepareActivation }: Registration): Promise<RegisterOutcome> {
  const existing = await findSubscription(call, callbackUrl);
  const subscription = existing ?? (await createSubscription(call, callbackUrl));
  const id = textAt(subscription, 'id');
  if (id === undefined) {
    throw new UnexpectedAnswerError('A webhook subscription has no id.');
  }
  const isNew = id !== subscriptionId || !hasSigningKey;
  await prepareActivation(id, isNew ? await createSigningKey(call, id) : undefined);
  if (textAt(subscription, 'status') !== 'active') {
    const answer = await call({ method: 'PUT', path: `${SUBSCRIPTIONS}/${encodeURIComponent(id)}/activation` });
    // 409: active already.
    requireOneOf(answer, [200, 204, 409], 'the activation of a webhook subscription');
  }
  return 'active';
}

/** The list is a bare array; its next page is only in the Link header, as `page_id`. */
async function findSubscription(call: AtsCall, callbackUrl: string): Promise<JsonObject | undefined> {
  for (let pageId: string | undefined, more = true; more; ) {
    const answer = await call({ path: SUBSCRIPTIONS, query: { limit: '100', page_id: pageId } });
    requireOneOf(answer, [200], 'GET of webhook subscriptions');
    const page = parseJson(answer, SUBSCRIPTIONS);
    const found = (Array.isArray(page) ? page : []).filter(isObject).find((subscription) => subscription['callbackUrl'] === callbackUrl);
    if (found !== undefined) {
      return found;
    }
    pageId = nextPageIn(answer);
    more = pageId !== undefined;
  }
  return undefined;
}

async function createSubscription(call: AtsCall, callbackUrl: string): Promise<JsonObject> {
  const answer = await call({ method: 'POST', path: SUBSCRIPTIONS, body: { callbackUrl, events: EVENTS } });
  requireOneOf(answer, [200, 201], 'POST of a webhook subscription');
  return parseObject(answer, SUBSCRIPTIONS);
}

async function createSigningKey(call: AtsCall, subscriptionId: string): Promise<string> {
  const path = `${SUBSCRIPTIONS}/${encodeURIComponent(subscriptionId)}/secret-key`;
  const answer = await call({ method: 'POST', path });
  requireOneOf(answer, [200, 201], 'POST of a webhook signing key');
  const key = textAt(parseObject(answer, path), 'secretKey');
  if (key === undefined) {
    throw new UnexpectedAnswerError('The answer has no signing key.');
  }
  return key;
}

function requireOneOf({ status }: AtsAnswer, allowed: readonly number[], what: string): void {
  if (!allowed.includes(status)) {
    throw new UnexpectedAnswerError(`The ATS answered ${status} to ${what}.`);
  }
}

function parseIds(body: Uint8Array): Partial<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return isObject(parsed) ? Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
  } catch {
    return {};
  }
}

function toReadOrDelete(kind: 'candidate' | 'job', eventName: string, externalId: string | undefined): SourceRequest {
  if (externalId === undefined || externalId === '') {
    return { action: 'ignore' };
  }
  return { action: eventName === 'candidate.deleted' ? 'delete' : 'read', kind, externalId };
}
