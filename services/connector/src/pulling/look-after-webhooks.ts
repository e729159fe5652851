import { WebhookState } from '@secondlook/contracts';
import { InvalidInputError, whileAway } from '@secondlook/kit';

import { addPage, type FeedProgress } from '../domain/feed';
import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../sources/errors';
import { type FailedDelivery, type Subscription, type SubscriptionState } from '../sources/source';
import { notPermitted } from './ensure-webhooks';
import { type Pulling } from './pulling';

/**
 * Asks the ATS whether it still calls us, and for what it could not deliver since the last pass: one call each, as a rule. A delivery
 * that failed is kept by the gateway as if it had come, so it is applied once, also when the ATS succeeds later.
 */
export async function lookAfterWebhooks(progress: FeedProgress, pulling: Pulling): Promise<FeedProgress> {
  const { source, callAs, connection, signal, log } = pulling;
  const { subscriptionId } = connection().webhooks;
  const end = (outcome: 'not_permitted' | 'failed', error: string): FeedProgress => ({ ...progress, ended: { outcome, time: new Date(), error } });
  if (subscriptionId === undefined) {
    return end('failed', 'There is no webhook subscription.');
  }
  try {
    const { state } = progress.nextPage === undefined ? await check(subscriptionId, pulling) : { state: 'active' as const };
    if (state === 'missing' || state === 'not_permitted') {
      return end(state === 'missing' ? 'failed' : state, 'The ATS does not know the webhook subscription.');
    }
    const page = await source.webhooks.listFailed({ subscriptionId, cursor: progress.nextPage, since: progress.since }, callAs('list'));
    for (const delivery of page.deliveries) {
      await repair(delivery, pulling);
    }
    return addPage(progress, { events: [], ...page }, new Date());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AtsUnavailableError || error instanceof UnexpectedAnswerError) {
      log.warn({ err: error }, 'the log of webhooks could not be read; the next pass tries again');
      return end('failed', error.message);
    }
    if (error instanceof AtsRefusedError && error.status === 403) {
      return end('not_permitted', error.message);
    }
    throw error;
  }
}

/** What is not active is registered again before the pass goes on: see ensureWebhooks. */
async function check(subscriptionId: string, { source, callAs, connection, connections, connectionId, log }: Pulling): Promise<Subscription> {
  const found = await source.webhooks.check(callAs('list'), subscriptionId);
  const { state, events } = found;
  const change = { ...(events === undefined ? {} : { events }), ...(state === 'active' ? {} : registrationIn(state, source.webhooks.permission, new Date())) };
  if (state !== 'active') {
    log.warn({ state }, 'the ATS no longer calls: its webhooks are registered again');
  }
  if (state !== 'active' || events?.join() !== connection().webhooks.events?.join()) {
    await connections.update(connectionId, ({ webhooks }) => ({ webhooks: { ...webhooks, ...change } }));
  }
  return found;
}

function registrationIn(state: Exclude<SubscriptionState, 'active'>, permission: string, now: Date) {
  switch (state) {
    case 'suspended':
      return { state: WebhookState.SUSPENDED, retryAt: now, suspendedTime: now, problem: 'The ATS suspended the webhooks after deliveries had failed.' };
    case 'missing':
      return { state: WebhookState.RETRYING, retryAt: now, problem: 'The ATS does not know the webhook subscription any more.' };
    case 'not_permitted':
      return notPermitted(permission, now);
  }
}

async function repair({ eventId, eventName, body }: FailedDelivery, { gateway, connection, tenantId, signal, log, applyDelivery }: Pulling): Promise<void> {
  const { callbackPath: path } = connection().webhooks;
  try {
    const { delivery, isNew } = await whileAway(() => gateway.putDelivery({ path, eventId, eventName, body }, { tenantId, signal }), signal);
    if (isNew && delivery !== undefined) {
      log.info({ eventId, eventName }, 'a delivery that failed is repaired');
      await applyDelivery(tenantId, delivery, signal);
    }
  } catch (error) {
    if (!(error instanceof InvalidInputError)) {
      throw error;
    }
    log.warn({ err: error, eventId }, 'a delivery that failed is none that we take');
  }
}
