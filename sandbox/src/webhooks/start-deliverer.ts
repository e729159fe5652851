import { createRandom } from '../domain/random';
import { retryGapMs } from '../domain/retry-schedule';
import { type State } from '../state';
import { createLanes } from './create-lanes';
import { type Delivery } from './outstanding';
import { type CallbackClient } from './post-callback';
import { toNotificationRequest } from './send-notification';

/** API reference §7.3; real at any time scale. */
const ANSWER_DEADLINE_MS = 5000;
/** One subscriber is called by so many at once; the rest wait their turn. */
const CONCURRENT_CALLS = 16;

export interface Deliverer {
  /** Tries as soon as the subscriber has a call to spare; later where a switch says so. */
  deliver(deliveries: readonly Delivery[]): void;
  close(): Promise<void>;
}

export interface DelivererOptions {
  readonly state: State;
  readonly client: CallbackClient;
  readonly toUrl: (path: string) => string;
  readonly now: () => number;
  readonly speed: () => number;
}

/** Begins with what an earlier process left undelivered. Order is kept by nobody, as in the ATS (API reference §7.5). */
export const startDeliverer = (options: DelivererOptions): Deliverer => {
  const { state, client, toUrl, now, speed } = options;
  const pauses = new Set<NodeJS.Timeout>();
  let isClosed = false;

  const attempt = async (delivery: Delivery): Promise<void> => {
    const { subscriptionId, eventId, eventName, body } = delivery;
    const subscription = state.subscriptions.get(subscriptionId);
    // Gone, or suspended while this one waited.
    if (subscription?.status !== 'active' || state.outstanding.find(subscriptionId, eventId) === undefined) return;
    const triedAt = now();
    const timestamp = state.switches().retry_timestamp === 'first_try' ? (delivery.firstTriedAt ?? triedAt) : triedAt;
    const request = toNotificationRequest(delivery, subscription, toUrl, timestamp, triedAt, speed());
    const { callbackUrl } = subscription;
    const { status, ms } = await client.post(callbackUrl, { ...request.headers, ...request.authentication }, request.body, ANSWER_DEADLINE_MS);
    // Cut off by our own closing: nobody failed, the next process tries again.
    if (isClosed) return;
    const line = { subscriptionId, eventId, eventName, body, callbackUrl, attempt: delivery.failedAttempts + 1, status, ms };
    const committed = state.commit({ kind: 'delivery', at: now(), delivery: { ...line, triedAt, headers: request.headers } });
    for (const again of committed) deliverIn(retryGapMs(again.failedAttempts, speed()) ?? 0, again);
  };
  const lanes = createLanes(CONCURRENT_CALLS, attempt);
  const add = (delivery: Delivery): void => lanes.add(delivery.subscriptionId, delivery);
  const deliverIn = (gapMs: number, delivery: Delivery): void => {
    const pause = setTimeout(() => {
      pauses.delete(pause);
      add(delivery);
    }, gapMs);
    pauses.add(pause);
  };
  /** Drawn per event, so that later ones overtake. */
  const delayMs = ({ subscriptionId, eventId }: Delivery, longest: number): number =>
    (createRandom('delay', subscriptionId, eventId).fraction() * longest * 1000) / speed();

  for (const delivery of state.outstanding.all()) add(delivery);
  return {
    deliver: (deliveries) => {
      const longest = state.switches().delivery_delay_s;
      for (const delivery of deliveries) {
        if (longest === null) add(delivery);
        else deliverIn(delayMs(delivery, longest), delivery);
      }
    },
    close: async () => {
      isClosed = true;
      for (const pause of pauses) clearTimeout(pause);
      client.close();
      await lanes.close();
    },
  };
};
