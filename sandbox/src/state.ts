import { type Account } from './domain/account';
import { type Notification } from './domain/difference';
import { uuidOf } from './domain/identifiers';
import { type Credential } from './domain/permissions';
import { standardSwitches, type Switches } from './domain/switches';
import { toTimestamp } from './domain/records';
import { type Entry } from './journal/entry';
import { createLog, type AuditLine, type EventLine, type Log } from './journal/event-log';
import { type Journal } from './journal/journal';
import { createOutstanding, type Delivery, type Outstanding } from './webhooks/outstanding';
import { decideSubscription, type Subscription } from './webhooks/subscription';

/** All that changes while a sandbox runs. It changes by committed entries only, so that a replay rebuilds it. */
export interface State {
  readonly account: Account;
  readonly events: Log<EventLine>;
  readonly audit: Log<AuditLine>;
  readonly outstanding: Outstanding;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly switches: () => Switches;
  /** Entries so far: a number that each new thing can be named by. */
  count(): number;
  /** Does it, journals it, and answers the deliveries it gave rise to. Throws when it cannot be done. */
  commit(entry: Entry): readonly Delivery[];
}

/** What the account and the doors read while entries change it. */
export interface SwitchBoard {
  read(): Switches;
  change(values: Partial<Switches>): void;
}

export const createSwitchBoard = (): SwitchBoard => {
  let switches = standardSwitches;
  return { read: () => switches, change: (values) => void (switches = { ...switches, ...values }) };
};

interface Parts {
  readonly account: Account;
  readonly board: SwitchBoard;
  readonly events: Log<EventLine>;
  readonly audit: Log<AuditLine>;
  readonly outstanding: Outstanding;
  readonly credentials: Map<string, Credential>;
  readonly subscriptions: Map<string, Subscription>;
}

type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

/** One delivery per subscriber that wants the event, all under the event's one id. */
const toDeliveries = ({ name, body, link }: Notification, eventId: string, subscriptions: Iterable<Subscription>): Delivery[] =>
  [...subscriptions]
    .filter(({ status, events }) => status === 'active' && events.includes(name))
    .map(({ id }) => ({ subscriptionId: id, eventId, eventName: name, body, link, failedAttempts: 0 }));

type Namer = (kind: 'event' | 'audit', order: number) => string;

const applyCommand = (parts: Parts, { at, command }: EntryOf<'command'>, name: Namer): readonly Delivery[] => {
  const { account, events, outstanding, subscriptions } = parts;
  const { changes, notifications, audit } = account.run(command, at);
  for (const change of changes) events.append({ kind: 'change', at: toTimestamp(at), ...change });
  audit.forEach((draft, order) => parts.audit.append({ id: name('audit', order), eventDate: toTimestamp(at), ...draft }));
  const deliveries = notifications.flatMap((notification, order) => toDeliveries(notification, name('event', order), subscriptions.values()));
  for (const delivery of deliveries) outstanding.add(delivery);
  return deliveries;
};

const applySubscriptionChange = ({ subscriptions, outstanding }: Parts, { at, change }: EntryOf<'subscription'>): void => {
  const after = decideSubscription(subscriptions.get(change.id), change, at);
  if (after !== undefined) {
    subscriptions.set(change.id, after);
    return;
  }
  subscriptions.delete(change.id);
  outstanding.dropAllOf(change.id);
};

const applyDelivery = ({ events, outstanding }: Parts, { at, delivery }: EntryOf<'delivery'>): readonly Delivery[] => {
  events.append({ kind: 'delivery', at: toTimestamp(at), ...delivery });
  const again = outstanding.settle(delivery.subscriptionId, delivery.eventId, delivery.status);
  return again === undefined ? [] : [again];
};

const applyEntry = (parts: Parts, entry: Entry, name: Namer): readonly Delivery[] => {
  switch (entry.kind) {
    case 'command':
      return applyCommand(parts, entry, name);
    case 'delivery':
      return applyDelivery(parts, entry);
    case 'credential':
      parts.credentials.set(entry.credential.name, { permissions: undefined, ...entry.credential });
      return [];
    case 'switches':
      parts.board.change(entry.values);
      return [];
    case 'subscription':
      applySubscriptionChange(parts, entry);
      return [];
    case 'handshake':
      parts.events.append({ kind: 'handshake', at: toTimestamp(entry.at), ...entry.handshake });
      return [];
  }
};

export const createState = (account: Account, board: SwitchBoard, firstCredential: Credential, journal: Journal): State => {
  const parts: Parts = {
    account,
    board,
    events: createLog<EventLine>(),
    audit: createLog<AuditLine>(),
    outstanding: createOutstanding(),
    credentials: new Map([[firstCredential.name, firstCredential]]),
    subscriptions: new Map(),
  };
  let entries = 0;
  const name: Namer = (kind, order) => uuidOf(journal.origin, kind, entries, order);
  const apply = (entry: Entry): readonly Delivery[] => applyEntry(parts, entry, name);

  for (const entry of journal.past) {
    apply(entry);
    entries += 1;
  }
  return {
    ...parts,
    switches: board.read,
    count: () => entries,
    commit: (entry) => {
      const deliveries = apply(entry);
      journal.append(entry);
      entries += 1;
      return deliveries;
    },
  };
};
