import { type Account } from './domain/account';
import { type Notification } from './domain/difference';
import { uuidOf } from './domain/identifiers';
import { type Credential } from './domain/permissions';
import { standardSwitches, type Switches } from './domain/switches';
import { toTimestamp } from './domain/records';
import { type Entry } from './journal/entry';
import { createLog, type AuditLine, type CallbackLine, type EventLine, type Log } from './journal/event-log';
import { type Journal } from './journal/journal';
import { ACCEPTED, createOutstanding, type Delivery, type Outstanding } from './webhooks/outstanding';
import { countAttempt, decideSubscription, type Subscription } from './webhooks/subscription';

/** All that changes while a sandbox runs. It changes by committed entries only, so that a replay rebuilds it. */
export interface State {
  readonly account: Account;
  readonly events: Log<EventLine>;
  readonly audit: Log<AuditLine>;
  readonly outstanding: Outstanding;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  /** By subscription. */
  readonly callbacks: ReadonlyMap<string, Log<CallbackLine>>;
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
  readonly callbacks: Map<string, Log<CallbackLine>>;
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

const applySubscriptionChange = ({ subscriptions, outstanding, callbacks }: Parts, { at, change }: EntryOf<'subscription'>): void => {
  const after = decideSubscription(subscriptions.get(change.id), change, at);
  if (after !== undefined) {
    subscriptions.set(change.id, after);
    return;
  }
  subscriptions.delete(change.id);
  callbacks.delete(change.id);
  outstanding.dropAllOf(change.id);
};

/** A run of failures may suspend the subscription; what is outstanding goes with it. */
const settleSubscription = ({ subscriptions, outstanding, board }: Parts, id: string, status: number): void => {
  const before = subscriptions.get(id);
  if (before === undefined) return;
  const { suspend_after: after, suspended_status } = board.read();
  const settled = countAttempt(before, status === ACCEPTED, { after, status: suspended_status });
  subscriptions.set(id, settled);
  if (settled.status !== before.status) outstanding.dropAllOf(id);
};

const logCallback = ({ callbacks }: Parts, { delivery }: EntryOf<'delivery'>, triedAt: number): void => {
  const { subscriptionId, status, callbackUrl, body, headers = {} } = delivery;
  const log = callbacks.get(subscriptionId) ?? createLog<CallbackLine>();
  callbacks.set(subscriptionId, log);
  log.append({ status, timestamp: toTimestamp(triedAt), url: callbackUrl, body: JSON.stringify(body), headers });
};

const applyDelivery = (parts: Parts, entry: EntryOf<'delivery'>): readonly Delivery[] => {
  const { events, outstanding, subscriptions } = parts;
  const { triedAt = entry.at - entry.delivery.ms, headers: _headers, ...line } = entry.delivery;
  events.append({ kind: 'delivery', at: toTimestamp(entry.at), ...line });
  // Its subscription may have been removed meanwhile.
  if (subscriptions.has(line.subscriptionId)) logCallback(parts, entry, triedAt);
  settleSubscription(parts, line.subscriptionId, line.status);
  const again = outstanding.settle(line.subscriptionId, line.eventId, line.status, triedAt);
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
    callbacks: new Map(),
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
