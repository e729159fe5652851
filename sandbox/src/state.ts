import { type Account } from './domain/account';
import { type EntityChange, type Notification } from './domain/difference';
import { uuidOf } from './domain/identifiers';
import { type Credential } from './domain/permissions';
import { toTimestamp } from './domain/records';
import { type Entry } from './journal/entry';
import { createLog, type EventLine, type Log } from './journal/event-log';
import { type Journal } from './journal/journal';
import { createOutstanding, type Delivery, type Outstanding } from './webhooks/outstanding';
import { decideSubscription, type Subscription } from './webhooks/subscription';

/** All that changes while a sandbox runs. It changes by committed entries only, so that a replay rebuilds it. */
export interface State {
  readonly account: Account;
  readonly events: Log<EventLine>;
  readonly outstanding: Outstanding;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  /** Entries so far: a number that each new thing can be named by. */
  count(): number;
  /** Does it, journals it, and answers the deliveries it gave rise to. Throws when it cannot be done. */
  commit(entry: Entry): readonly Delivery[];
}

export const createState = (account: Account, firstCredential: Credential, journal: Journal): State => {
  const events = createLog<EventLine>();
  const outstanding = createOutstanding();
  const credentials = new Map([[firstCredential.name, firstCredential]]);
  const subscriptions = new Map<string, Subscription>();
  let entries = 0;

  const announce = (notification: Notification, order: number): Delivery[] => {
    const { name, body, link } = notification;
    const eventId = uuidOf(journal.origin, 'event', entries, order);
    const subscribers = [...subscriptions.values()].filter(({ status, events: wanted }) => status === 'active' && wanted.includes(name));
    return subscribers.map(({ id }) => ({ subscriptionId: id, eventId, eventName: name, body, link, failedAttempts: 0 }));
  };
  const logChange = (change: EntityChange, at: number): void => events.append({ kind: 'change', at: toTimestamp(at), ...change });

  const apply = (entry: Entry): readonly Delivery[] => {
    const at = toTimestamp(entry.at);
    switch (entry.kind) {
      case 'command': {
        const { changes, notifications } = account.run(entry.command, entry.at);
        for (const change of changes) logChange(change, entry.at);
        const deliveries = notifications.flatMap(announce);
        for (const delivery of deliveries) outstanding.add(delivery);
        return deliveries;
      }
      case 'credential': {
        const { name, token, permissions } = entry.credential;
        credentials.set(name, { name, token, permissions });
        return [];
      }
      case 'subscription': {
        const { id } = entry.change;
        const after = decideSubscription(subscriptions.get(id), entry.change, entry.at);
        if (after === undefined) {
          subscriptions.delete(id);
          outstanding.dropAllOf(id);
        } else subscriptions.set(id, after);
        return [];
      }
      case 'handshake':
        events.append({ kind: 'handshake', at, ...entry.handshake });
        return [];
      case 'delivery': {
        const { subscriptionId, eventId, status } = entry.delivery;
        events.append({ kind: 'delivery', at, ...entry.delivery });
        const again = outstanding.settle(subscriptionId, eventId, status);
        return again === undefined ? [] : [again];
      }
    }
  };

  for (const entry of journal.past) {
    apply(entry);
    entries += 1;
  }
  return {
    account,
    events,
    outstanding,
    credentials,
    subscriptions,
    count: () => entries,
    commit: (entry) => {
      const deliveries = apply(entry);
      journal.append(entry);
      entries += 1;
      return deliveries;
    },
  };
};
