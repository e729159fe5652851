import { ApiError, ConflictError } from '../domain/errors';
import { uuidOf } from '../domain/identifiers';
import { type JsonObject } from '../domain/json';
import { formatPageCursor } from '../domain/page-cursor';
import { liveKeys, MAXIMUM_LIVE_KEYS } from '../domain/secret-keys';
import { created, noContent, ok, type Answer } from '../http/exchange';
import { type State } from '../state';
import { shakeHands } from '../webhooks/handshake';
import { parseSubscriptionRequest } from '../webhooks/parse-subscription-request';
import { type CallbackClient } from '../webhooks/post-callback';
import { type Subscription } from '../webhooks/subscription';
import { type ApiRequest, type ApiRoute } from './api-route';
import { answerCallbacksLog } from './callbacks-log-route';
import { linkToNext } from './paged-answer';
import { parseLimit, parsePage } from './query-parameters';

const BASE = '/webhooks-api/v201907/subscriptions';
const LIST = 'subscriptions';
const MAXIMUM_SUBSCRIPTIONS = 20;
const EVENT_VERSION = 'v201910';
const DENIAL = 'NO_PERMISSION_TO_MANAGE_WEBHOOKS';

export interface SubscriptionContext {
  readonly state: State;
  readonly client: CallbackClient;
  readonly now: () => number;
  readonly speed: () => number;
  /** Unguessable: secrets and keys. */
  readonly createSecret: () => string;
}

const toBody = ({ id, callbackUrl, events, status }: Subscription): JsonObject => ({
  id,
  callbackUrl,
  events: events.map((name) => ({ name, version: EVENT_VERSION })),
  status,
});

const ownedBy = (state: State, owner: string): Subscription[] => [...state.subscriptions.values()].filter((one) => one.owner === owner);

const getSubscription = (state: State, { parameter, credential }: ApiRequest): Subscription => {
  const subscription = state.subscriptions.get(parameter('id'));
  if (subscription?.owner !== credential.name) throw new ApiError(404, 'SUBSCRIPTION_NOT_FOUND', 'Subscription not found');
  return subscription;
};

const create = async ({ state, now }: SubscriptionContext, { credential, readJson }: ApiRequest): Promise<Answer> => {
  const request = parseSubscriptionRequest(await readJson());
  if (ownedBy(state, credential.name).length >= MAXIMUM_SUBSCRIPTIONS) {
    throw new ApiError(403, 'SUBSCRIPTIONS_LIMIT_EXCEEDED', `A subscriber has ${MAXIMUM_SUBSCRIPTIONS} subscriptions at most`);
  }
  const id = uuidOf('subscription', now(), state.count());
  state.commit({ kind: 'subscription', at: now(), change: { type: 'create', id, owner: credential.name, ...request } });
  const subscription = state.subscriptions.get(id);
  return created(subscription === undefined ? {} : toBody(subscription));
};

/** A bare array; the next page is in the Link header only, and its parameter is page_id (API reference §7.1). */
const list = ({ state }: SubscriptionContext, { credential, query }: ApiRequest): Answer => {
  const limit = parseLimit(query, 10);
  const start = Number(parsePage(query, LIST, 'page_id') ?? 0);
  const all = ownedBy(state, credential.name);
  const end = start + limit;
  const next = end < all.length ? linkToNext(BASE, query, 'page_id', formatPageCursor(`${LIST}:${end}`)) : undefined;
  return { status: 200, json: all.slice(start, end).map(toBody), ...(next === undefined ? {} : { headers: { Link: next } }) };
};

/** The handshake happens inside the call (API reference §7.2). */
const activate = async (context: SubscriptionContext, request: ApiRequest): Promise<Answer> => {
  const { state, client, now, createSecret } = context;
  const { id, callbackUrl, status } = getSubscription(state, request);
  if (status === 'active') throw new ConflictError('SUBSCRIPTION_ALREADY_ACTIVE', 'The subscription is active already');
  const result = await shakeHands(client, callbackUrl, createSecret());
  state.commit({ kind: 'handshake', at: now(), handshake: { subscriptionId: id, callbackUrl, ...result } });
  if (!result.isAccepted) throw new ApiError(424, 'HANDSHAKE_FAILED', `The subscriber answered ${result.status} or not with the secret`);
  state.commit({ kind: 'subscription', at: now(), change: { type: 'activate', id } });
  return noContent;
};

const createKey = ({ state, now, speed, createSecret }: SubscriptionContext, request: ApiRequest): Answer => {
  const { id, keys } = getSubscription(state, request);
  if (liveKeys(keys, now(), speed()).length >= MAXIMUM_LIVE_KEYS) {
    throw new ApiError(403, 'SECRET_KEYS_LIMIT_EXCEEDED', `A subscription has ${MAXIMUM_LIVE_KEYS} live keys at most`);
  }
  const key = createSecret();
  state.commit({ kind: 'subscription', at: now(), change: { type: 'addKey', id, key } });
  return created({ secretKey: key });
};

const readKey = ({ state }: SubscriptionContext, request: ApiRequest): Answer => {
  const last = getSubscription(state, request).keys.at(-1);
  if (last === undefined) throw new ApiError(404, 'SECRET_KEY_NOT_FOUND', 'No key was made yet');
  return ok({ secretKey: last.value });
};

/** API reference §7.1. */
export const createSubscriptionRoutes = (context: SubscriptionContext): readonly ApiRoute[] => {
  const mayRead = { permissions: ['webhooks_read', 'webhooks_manage'], denialCode: DENIAL } as const;
  const mayWrite = { permissions: ['webhooks_write', 'webhooks_manage'], denialCode: DENIAL } as const;
  const mayDelete = { permissions: ['webhooks_delete', 'webhooks_manage'], denialCode: DENIAL } as const;
  const { state, now } = context;
  return [
    { method: 'POST', template: BASE, ...mayWrite, answer: (request) => create(context, request) },
    { method: 'GET', template: BASE, ...mayRead, answer: (request) => list(context, request) },
    { method: 'GET', template: `${BASE}/{id}`, ...mayRead, answer: (request) => ok(toBody(getSubscription(state, request))) },
    {
      method: 'DELETE',
      template: `${BASE}/{id}`,
      ...mayDelete,
      answer: (request) => {
        const { id } = getSubscription(state, request);
        state.commit({ kind: 'subscription', at: now(), change: { type: 'remove', id } });
        return noContent;
      },
    },
    { method: 'PUT', template: `${BASE}/{id}/activation`, ...mayWrite, answer: (request) => activate(context, request) },
    { method: 'POST', template: `${BASE}/{id}/secret-key`, ...mayWrite, answer: (request) => createKey(context, request) },
    {
      method: 'GET',
      template: `${BASE}/{id}/callbacks-log`,
      ...mayRead,
      answer: (request) => {
        const { id } = getSubscription(state, request);
        return answerCallbacksLog(state, now(), id, `${BASE}/${id}/callbacks-log`, request);
      },
    },
    { method: 'GET', template: `${BASE}/{id}/secret-key`, ...mayRead, answer: (request) => readKey(context, request) },
  ];
};
