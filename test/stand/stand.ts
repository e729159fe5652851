import { events, IngestionServiceDefinition, MatcherServiceDefinition, SyncKind, SyncState, WebhookGatewayServiceDefinition, EnrichmentServiceDefinition, SearchServiceDefinition, type EventDefinition } from '@secondlook/contracts';
import { allPages, compareAndRepair, createAnnouncer, createKeyEncryption, createTenantDatabases, type Doorbell } from '@secondlook/kit';
import { createFakeRunning } from '@secondlook/kit/testing';
import type fc from 'fast-check';
import { MongoClient } from 'mongodb';

import { createOnWebhookReceived } from '../../services/connector/src/consumers/on-webhook-received';
import { createOnMatchDecided } from '../../services/ingestion/src/consumers/on-match-decided';
import { createIngestionMetrics } from '../../services/ingestion/src/metrics';
import { createIngestionService } from '../../services/ingestion/src/rpc';
import { createRetryQuarantined } from '../../services/ingestion/src/store/retry-quarantined';
import { openIngestion, TENANT } from '../../services/ingestion/src/testing/open-ingestion';
import { createDecideCandidates } from '../../services/matcher/src/consumers/decide-candidates';
import { toIdentifierKey } from '../../services/matcher/src/domain/identifiers';
import { createMatcherService } from '../../services/matcher/src/rpc';
import { createDecisions } from '../../services/matcher/src/store/decisions';
import { createProfileIdentities } from '../../services/matcher/src/store/profile-identities';
import { createIndexComparator } from '../../services/search/src/consumers/create-index-comparator';
import { createIndexCandidates } from '../../services/search/src/consumers/index-candidates';
import { type CandidateDocument } from '../../services/search/src/domain/candidate-document';
import { createSearchMetrics } from '../../services/search/src/metrics';
import { type IndexedDocument } from '../../services/search/src/store/index-family';
import { createWebhookGatewayService } from '../../services/webhook-gateway/src/rpc';
import { createCallbacks } from '../../services/webhook-gateway/src/store/callbacks';
import { createInbox, deliveryIdOf } from '../../services/webhook-gateway/src/store/inbox';
import { createAts, urlOf, type Outgoing } from './ats';
import { openConnector } from './connector';
import { createInProcessClient, type Carry } from './in-process';
import { createMemoryIndex } from './memory-index';
import { createProcesses, names, type Name } from './processes';

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
}

/** A doorbell on its way to one consumer. */
interface Message {
  readonly to: Name;
  readonly ring: (signal: AbortSignal) => Promise<unknown>;
}

const PATH = 'callback';
/** The stand that does not settle within so many rounds never will. */
const ROUNDS = 400;
/** What is long on its way arrives after so many: after all that did not wait for it. */
const LATE = 10;

export type Stand = Awaited<ReturnType<typeof openStand>>;

/**
 * Connector, webhook-gateway, ingestion, matcher and search with their own code, over stores in memory, a bus that loses and repeats, and
 * an ATS of three people. What is not theirs: HTTP, gRPC, timers, the leases' clock, and the parsing of the ATS's answers.
 */
export async function openStand(scheduler: fc.Scheduler, profiles: readonly Profile[], now: () => Date, pass: (ms: number) => void) {
  const running = createFakeRunning({});
  const { lifecycle } = running;
  const processes = createProcesses(scheduler, (name) => (name === 'connector' ? beginLife() : undefined));
  let beginLife: () => void = () => undefined;
  const { step, as } = processes;
  const ats = createAts(now);
  const activities: Promise<unknown>[] = [];
  const bus: Message[] = [];
  const told: Doorbell[] = [];
  const acknowledged = new Set<string>();
  const lostWebhooks = new Set<string>();
  let lost = 0;

  const databases = new Map(names.map((name) => [name, processes.openDatabase(name)]));
  const databaseOf = (name: Name) => databases.get(name) ?? processes.openDatabase(name);
  const carryTo = (name: Name): Carry => async (call) => {
    await step(`call ${name}`);
    const answer = await as(name, call);
    await step(`answer of ${name}`);
    return answer;
  };
  const publisherOf = (name: Name) => ({
    publish: (event: EventDefinition, _tenant: string, doorbells: readonly Doorbell[]) =>
      processes.writing(name, `${name} publishes`, () => {
        told.push(...doorbells);
        bus.push(...doorbells.flatMap((doorbell) => toMessages(event, doorbell)));
      }),
  });
  const client = <D extends Parameters<typeof createInProcessClient>[0]>(definition: D, name: Name, implementation: object) => createInProcessClient(definition, implementation, carryTo(name), lifecycle);
  const tenantDatabases = (name: Name) => ({ ...createTenantDatabases(new MongoClient('mongodb://nowhere.invalid'), name, () => Promise.resolve()), open: () => Promise.resolve(databaseOf(name).database), list: () => Promise.resolve([TENANT]) });

  // webhook-gateway
  const inbox = createInbox(databaseOf('webhook-gateway').database, now);
  const keyEncryption = createKeyEncryption(`k:${Buffer.alloc(32, 1).toString('base64')}`);
  const gateway = client(WebhookGatewayServiceDefinition, 'webhook-gateway', createWebhookGatewayService({ inbox, callbacks: createCallbacks(databaseOf('webhook-gateway').database, keyEncryption) }));
  const gatewayPublisher = publisherOf('webhook-gateway');

  // matcher
  const decisionAnnouncer = createAnnouncer({ databases: tenantDatabases('matcher'), publisher: publisherOf('matcher'), events: [events.matchDecided], currentVersions: (tenantId, _event, ids) => decisions.currentVersions(tenantId, ids), running });
  const decisions = createDecisions(tenantDatabases('matcher'), decisionAnnouncer, now);
  const matcher = client(MatcherServiceDefinition, 'matcher', createMatcherService({ decisions }));
  const identities = createProfileIdentities(databaseOf('matcher').database);

  // ingestion
  const mirror = openIngestion(databaseOf('ingestion'), (doorbells) => publisherOf('ingestion').publish(events.candidateChanged, TENANT, doorbells));
  const nobody = { enrichment: client(EnrichmentServiceDefinition, 'ingestion', {}), search: client(SearchServiceDefinition, 'search', {}) };
  const implementation = createIngestionService({ ...mirror, ...nobody, matcher, now, metrics: createIngestionMetrics(running.metrics), retryQuarantined: createRetryQuarantined({ ...mirror, connectionsOf: () => Promise.resolve(new Set()) }) });
  const ingestion = client(IngestionServiceDefinition, 'ingestion', implementation);
  const onMatchDecided = createOnMatchDecided({ matcher, candidates: mirror.candidates });
  const decideCandidates = createDecideCandidates({ ingestion, decisions, profiles: identities });

  // search
  const isDocument = (document: IndexedDocument): document is CandidateDocument => 'id' in document;
  const index = createMemoryIndex((what) => processes.writing('search', `search ${what}`, () => undefined), isDocument);
  const indexCandidates = createIndexCandidates({ ingestion, candidates: index.family, metrics: createSearchMetrics(running.metrics) });
  const listCandidates = (signal: AbortSignal) => allPages((pageToken) => ingestion.listCandidates({ pageToken }, { tenantId: TENANT, signal }), ({ candidates }) => candidates);
  const indexComparator = createIndexComparator({ family: 'candidates', event: events.candidateChanged, index: index.family, tenants: () => Promise.resolve([TENANT]), listOwner: (_tenant, signal) => listCandidates(signal), reindex: indexCandidates });

  function toMessages(event: EventDefinition, doorbell: Doorbell): Message[] {
    switch (event) {
      case events.candidateChanged:
        return [
          { to: 'search', ring: (signal) => indexCandidates(TENANT, [doorbell], signal) },
          { to: 'matcher', ring: (signal) => decideCandidates(TENANT, [doorbell], signal) },
        ];
      case events.matchDecided:
        return [{ to: 'ingestion', ring: (signal) => onMatchDecided(TENANT, [doorbell], signal) }];
      case events.webhookReceived:
        return [{ to: 'connector', ring: (signal) => onWebhookReceived(TENANT, [doorbell], signal) }];
      default:
        return [];
    }
  }

  processes.calmDown();
  await identities.put(profiles.map(({ id, name, handle }) => ({ profileId: id, version: 1, name, keys: [toIdentifierKey(urlOf(handle)) ?? ''], deleted: false })));
  const connector = await openConnector({ database: databaseOf('connector').database, publisher: publisherOf('connector'), keyEncryption, processes, ats, gateway, ingestion, now, running, path: PATH });
  const { connectionId, stores, applyDelivery } = connector;
  const onWebhookReceived = createOnWebhookReceived(gateway, applyDelivery);
  beginLife = connector.beginLife;
  processes.disturb();
  beginLife();

  /** An event is handled; one that fails comes again. */
  async function deliver(message: Message): Promise<void> {
    try {
      await as(message.to, () => message.ring(new AbortController().signal));
    } catch {
      bus.push(message);
    }
  }

  /** As http/receive-webhooks.ts does once the signature is good. Kept: then 202 is said, which may be lost too. Without it the ATS sends again. */
  async function receive(sent: Outgoing): Promise<void> {
    const { eventId, eventName, candidateId } = sent;
    await as('webhook-gateway', async () => {
      const kept = await inbox.keep({ path: PATH, eventId, tenantId: TENANT, connectionId, eventName, body: Buffer.from(JSON.stringify({ candidate_id: candidateId })), traceparent: '' });
      acknowledged.add(deliveryIdOf(PATH, eventId));
      if (kept !== 'closed') {
        await gatewayPublisher.publish(events.webhookReceived, TENANT, [{ id: deliveryIdOf(PATH, eventId), version: 1, deleted: false, cause: eventName, traceparent: undefined }]);
      }
    }).catch(() => {
      if (!acknowledged.has(deliveryIdOf(PATH, eventId))) {
        ats.outgoing.push(sent);
      }
    });
  }

  const begin = (activity: Promise<unknown>) => void activities.push(activity.catch(() => undefined));
  const pick = <T>(list: T[], place: number): T | undefined => list[place % Math.max(1, list.length)];

  /** What timers do sooner or later. */
  async function tick(): Promise<void> {
    pass(20_000);
    await as('ingestion', () => mirror.announcer.relay(TENANT));
    await as('matcher', () => decisionAnnouncer.relay(TENANT));
    for (const delivery of (await gateway.listOpenDeliveries({}, { tenantId: TENANT })).deliveries) {
      await as('connector', () => applyDelivery(TENANT, delivery, new AbortController().signal));
    }
  }

  async function compareAll(): Promise<number> {
    const { signal } = new AbortController();
    const inIndex = await as('search', () => indexComparator.compare(TENANT, signal));
    const decided = await as('matcher', () => compareAndRepair(listCandidates(signal), decisions.listSeen(TENANT), (differences) => decideCandidates(TENANT, differences, signal)));
    const folded = await as('ingestion', () => compareAndRepair(listLiveDecisions(signal), mirror.candidates.foldedVersions(TENANT, 'decision'), (differences) => onMatchDecided(TENANT, differences.filter(({ owner }) => owner?.deleted === false), signal)));
    return inIndex.differing + decided.differing + folded.differing;
  }
  async function* listLiveDecisions(signal: AbortSignal) {
    for await (const version of allPages((pageToken) => matcher.listDecisions({ pageToken }, { tenantId: TENANT, signal }), ({ decisions: page }) => page)) {
      if (!version.deleted) {
        yield version;
      }
    }
  }

  async function drain(): Promise<void> {
    for (let message = bus.shift(); message !== undefined; message = bus.shift()) {
      await deliver(message);
    }
  }

  /** Until nothing is going on, and, where one is wanted, a full pass that began since then is done. */
  async function settleSince(time: Date, wantsPass: boolean): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const [latest] = await stores.syncRuns.listOf(connectionId, 0, 1);
      const isBegun = !wantsPass || (latest?.kind === SyncKind.FULL && latest.startedTime >= time);
      if (round === LATE) {
        connector.arriveLate();
      }
      if (round > LATE && isBegun && (!wantsPass || latest?.state === SyncState.DONE) && connector.current() === undefined && bus.length === 0 && (await findDue()) === 0) {
        return;
      }
      await connector.conduct(isBegun || connector.current() !== undefined ? undefined : SyncKind.FULL);
      await tick();
      await drain();
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`The stand does not settle: ${JSON.stringify({ pass: connector.current(), due: await stores.dueReads.list(connectionId), events: bus.length })}`);
  }
  async function findDue(): Promise<number> {
    return (await stores.dueReads.list(connectionId)).length + (await gateway.listOpenDeliveries({}, { tenantId: TENANT })).deliveries.length;
  }

  async function settle(wantsPass: boolean): Promise<void> {
    processes.calmDown();
    await scheduler.waitIdle();
    pass(1_000);
    for (let next = ats.outgoing.shift(); next !== undefined; next = ats.outgoing.shift()) {
      await receive(next);
    }
    await settleSince(now(), wantsPass);
  }

  return {
    ats, processes, told, index, inbox, mirror, stores, connectionId, acknowledged, decisions, compareAll,
    databases: [...databases.values()],
    lost: () => lost,
    calm: () => Promise.all(activities),
    /** The newest change of a candidate reaches us by its webhook; else only a pass tells. */
    isTold: (id: string) => !lostWebhooks.has(ats.newestEvents.get(id) ?? ''),
    delayNext: connector.delayNext,
    arriveLate: connector.arriveLate,
    /** Undisturbed: what the ATS has not lost arrives, and what is due is done. No pass begins. */
    settleAsTold: () => settle(false),
    /** And a full pass tells the rest. */
    settle: () => settle(true),
    async close() {
      await connector.close();
      await lifecycle.stop();
    },
    /** What may happen next; none of it is waited for. */
    conduct: (kind?: SyncKind) => begin(connector.conduct(kind)),
    rebuild: () => begin(as('search', async () => indexComparator.rebuild?.(TENANT, new AbortController().signal))),
    tick: () => begin(tick()),
    webhook(place: number, how: 'once' | 'again' | 'lost') {
      const one = pick(ats.outgoing, place);
      if (one === undefined) {
        return;
      }
      if (how !== 'again') {
        ats.outgoing.splice(ats.outgoing.indexOf(one), 1);
      }
      if (how === 'lost') {
        lostWebhooks.add(one.eventId);
      } else {
        begin(receive(one));
      }
    },
    event(place: number, how: 'once' | 'again' | 'lost') {
      const one = pick(bus, place);
      if (one === undefined) {
        return;
      }
      if (how !== 'again') {
        bus.splice(bus.indexOf(one), 1);
      }
      lost += how === 'lost' ? 1 : 0;
      if (how !== 'lost') {
        begin(deliver(one));
      }
    },
  };
}
