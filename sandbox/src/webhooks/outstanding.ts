import { type EventName } from '../domain/event-names';
import { type JsonObject } from '../domain/json';
import { MAXIMUM_ATTEMPTS } from '../domain/retry-schedule';

/** An event on its way to one subscriber. */
export interface Delivery {
  readonly subscriptionId: string;
  /** The same for all tries and all subscribers. */
  readonly eventId: string;
  readonly eventName: EventName;
  readonly body: JsonObject;
  readonly link: string | undefined;
  /** Tries made so far, all in vain. */
  readonly failedAttempts: number;
  /** When the first try began; undefined before it. */
  readonly firstTriedAt?: number;
}

/** Deliveries neither accepted nor given up. */
export interface Outstanding {
  add(delivery: Delivery): void;
  find(subscriptionId: string, eventId: string): Delivery | undefined;
  /** Answers the delivery to try again; undefined when it is settled. */
  settle(subscriptionId: string, eventId: string, status: number, triedAt: number): Delivery | undefined;
  dropAllOf(subscriptionId: string): void;
  all(): readonly Delivery[];
}

/** Only 202 counts as delivered, 200 does not (API reference §7.3). */
export const ACCEPTED = 202;

export const createOutstanding = (): Outstanding => {
  const bySubscription = new Map<string, Map<string, Delivery>>();
  const put = (delivery: Delivery): void => {
    const deliveries = bySubscription.get(delivery.subscriptionId) ?? new Map<string, Delivery>();
    bySubscription.set(delivery.subscriptionId, deliveries.set(delivery.eventId, delivery));
  };
  const find = (subscriptionId: string, eventId: string): Delivery | undefined => bySubscription.get(subscriptionId)?.get(eventId);
  return {
    add: put,
    find,
    settle: (subscriptionId, eventId, status, triedAt) => {
      const delivery = find(subscriptionId, eventId);
      if (delivery === undefined) return undefined;
      const failed = { firstTriedAt: triedAt, ...delivery, failedAttempts: delivery.failedAttempts + 1 };
      if (status === ACCEPTED || failed.failedAttempts >= MAXIMUM_ATTEMPTS) {
        bySubscription.get(subscriptionId)?.delete(eventId);
        return undefined;
      }
      put(failed);
      return failed;
    },
    dropAllOf: (subscriptionId) => void bySubscription.delete(subscriptionId),
    all: () => [...bySubscription.values()].flatMap((deliveries) => [...deliveries.values()]),
  };
};
