import { retryGapMs } from '../domain/retry-schedule';
import { type State } from '../state';
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

interface Lane {
  readonly waiting: Delivery[];
  calls: number;
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
  const lanes = new Map<string, Lane>();
  const pauses = new Set<NodeJS.Timeout>();
  const calls = new Set<Promise<void>>();
  let isClosed = false;

  const attempt = async (delivery: Delivery): Promise<void> => {
    const { subscriptionId, eventId, eventName, body } = delivery;
    const subscription = state.subscriptions.get(subscriptionId);
    if (subscription === undefined) return;
    const request = toNotificationRequest(delivery, subscription, toUrl, now(), speed());
    const { callbackUrl } = subscription;
    const { status, ms } = await client.post(callbackUrl, request.headers, request.body, ANSWER_DEADLINE_MS);
    if (isClosed) return;
    const line = { subscriptionId, eventId, eventName, body, callbackUrl, attempt: delivery.failedAttempts + 1, status, ms };
    for (const again of state.commit({ kind: 'delivery', at: now(), delivery: line })) retryLater(again);
  };

  const retryLater = (delivery: Delivery): void => {
    const gapMs = retryGapMs(delivery.failedAttempts, speed());
    if (gapMs === undefined) return;
    const pause = setTimeout(() => {
      pauses.delete(pause);
      deliver([delivery]);
    }, gapMs);
    pauses.add(pause);
  };

  const proceed = (lane: Lane): void => {
    while (!isClosed && lane.calls < CONCURRENT_CALLS) {
      const delivery = lane.waiting.shift();
      if (delivery === undefined) return;
      lane.calls += 1;
      const call = attempt(delivery).finally(() => {
        lane.calls -= 1;
        calls.delete(call);
        proceed(lane);
      });
      calls.add(call);
    }
  };

  const deliver = (deliveries: readonly Delivery[]): void => {
    for (const delivery of deliveries) {
      const lane = lanes.get(delivery.subscriptionId) ?? { waiting: [], calls: 0 };
      lanes.set(delivery.subscriptionId, lane);
      lane.waiting.push(delivery);
      proceed(lane);
    }
  };

  deliver(state.outstanding.all());
  return {
    deliver,
    close: async () => {
      isClosed = true;
      for (const pause of pauses) clearTimeout(pause);
      client.close();
      await Promise.allSettled(calls);
    },
  };
};
