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
  /** Tries as soon as the subscriber has a call to spare. */
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
    if (subscription === undefined) return;
    const request = toNotificationRequest(delivery, subscription, toUrl, now(), speed());
    const { callbackUrl } = subscription;
    const { status, ms } = await client.post(callbackUrl, request.headers, request.body, ANSWER_DEADLINE_MS);
    // Cut off by our own closing: nobody failed, the next process tries again.
    if (isClosed) return;
    const line = { subscriptionId, eventId, eventName, body, callbackUrl, attempt: delivery.failedAttempts + 1, status, ms };
    for (const again of state.commit({ kind: 'delivery', at: now(), delivery: line })) deliverLater(again);
  };
  const lanes = createLanes(CONCURRENT_CALLS, attempt);
  const deliver = (deliveries: readonly Delivery[]): void => {
    for (const delivery of deliveries) lanes.add(delivery.subscriptionId, delivery);
  };
  const deliverLater = (delivery: Delivery): void => {
    const pause = setTimeout(() => {
      pauses.delete(pause);
      deliver([delivery]);
    }, retryGapMs(delivery.failedAttempts, speed()));
    pauses.add(pause);
  };

  deliver(state.outstanding.all());
  return {
    deliver,
    close: async () => {
      isClosed = true;
      for (const pause of pauses) clearTimeout(pause);
      client.close();
      await lanes.close();
    },
  };
};
