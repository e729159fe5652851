import { randomBytes } from 'node:crypto';

import { Capability, SHARED, type IngestionServiceDefinition, type SyncKind, type WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import { createAnnouncer, whileAway, type GrpcClient, type Running, type Sealer } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { createApplyDelivery } from '../../services/connector/src/consumers/on-webhook-received';
import { createConnectorMetrics } from '../../services/connector/src/metrics';
import { createDueQueue } from '../../services/connector/src/pulling/due-queue';
import { type Pulling } from '../../services/connector/src/pulling/pulling';
import { readEntities } from '../../services/connector/src/pulling/read-entities';
import { createReadPositions } from '../../services/connector/src/pulling/read-positions';
import { createPasses } from '../../services/connector/src/pulling/run-passes';
import { createAccounts } from '../../services/connector/src/store/accounts';
import { createCheckpoints } from '../../services/connector/src/store/checkpoints';
import { createConnections } from '../../services/connector/src/store/connections';
import { createDueReads } from '../../services/connector/src/store/due-reads';
import { createObservations } from '../../services/connector/src/store/observations';
import { createSightings } from '../../services/connector/src/store/sightings';
import { createImportCounts } from '../../services/connector/src/store/import-counts';
import { createSweeps } from '../../services/connector/src/store/sweeps';
import { createSyncRuns } from '../../services/connector/src/store/sync-runs';
import { createTenants } from '../../services/connector/src/store/tenants';
import { createTestCandidates } from '../../services/connector/src/store/test-candidates';
import { TENANT } from '../../services/ingestion/src/testing/open-ingestion';
import { createSource, type Ats } from './ats';
import { type Processes } from './processes';

interface Parts {
  readonly database: Db;
  readonly publisher: Parameters<typeof createAnnouncer>[0]['publisher'];
  readonly keyEncryption: Sealer;
  readonly processes: Processes;
  readonly ats: Ats;
  readonly gateway: GrpcClient<WebhookGatewayServiceDefinition>;
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly now: () => Date;
  readonly running: Running<unknown>;
  /** Of the connection's callback. */
  readonly path: string;
}

/** The connector with one connection: its own passes and readers, one lease after the other. Undisturbed while it is opened. */
export async function openConnector({ database, publisher, keyEncryption, processes, ats, gateway, ingestion, now, running, path }: Parts) {
  const { step, as } = processes;
  const { log } = running;
  const tenantAnnouncer = createAnnouncer({ databases: { open: () => Promise.resolve(database), list: () => Promise.resolve([SHARED]) }, publisher, events: [], currentVersions: () => Promise.resolve(new Map()), running });
  const tenants = createTenants(database, tenantAnnouncer, keyEncryption, now);
  const stores = {
    tenants,
    connections: createConnections(database, tenants, now, () => path),
    accounts: createAccounts(database),
    dueReads: createDueReads(database),
    sightings: createSightings(database),
    syncRuns: createSyncRuns(database),
    checkpoints: createCheckpoints(database),
    observations: createObservations(database),
    testCandidates: createTestCandidates(database, now, () => randomBytes(6).toString('hex')),
    sweeps: createSweeps(database),
    importCounts: createImportCounts(database, now),
  };
  const applyDelivery = createApplyDelivery({ ...stores, gateway, ingestion, wake: () => undefined });
  const settings = { rateWindowMs: 1, incrementalEveryMs: 3_600_000_000, fullEveryMs: 3_600_000_000, overlapMs: 60_000, detailSweepEveryMs: 3_600_000_000, webhookBaseUrl: '', allowedHosts: [] };
  const metrics = createConnectorMetrics(running.metrics);

  await tenants.create(TENANT, TENANT);
  const connection = await stores.connections.create({ tenantId: TENANT, source: 'smartrecruiters', baseUrl: 'https://ats.example.com', displayName: '', allowPrivateNetwork: false, token: 't', capabilities: [Capability.REDISCOVERY], importScope: {}, pausedTime: undefined });
  const connectionId = connection._id;

  let epoch = 0;
  let life: ReturnType<typeof createLife> | undefined;
  const unaware: ReturnType<typeof createLife>[] = [];
  let nextLate: 'late' | 'too late' | undefined;
  const late: (() => void)[] = [];

  async function arrive(): Promise<void> {
    const how = nextLate;
    nextLate = undefined;
    if (how === 'too late') {
      loseLease();
    }
    if (how !== undefined) {
      await new Promise<void>((resolve) => late.push(resolve));
    }
  }

  /** The reading of the connection under one lease. */
  function createLife() {
    const ended = new AbortController();
    const { signal } = ended;
    const positions = createReadPositions((epoch += 1));
    const answered = new Map<string, string>();
    const pulling: Pulling = {
      ...stores, applyDelivery, metrics, log, settings, ingestion, gateway, signal, connectionId, positions,
      tenantId: TENANT,
      source: createSource(ats, () => positions.draw(), step, arrive),
      callAs: () => () => Promise.reject(new Error('The stand makes no calls.')),
      connection: () => connection,
      scope: () => ({}),
      hold: () => undefined,
      noteCalls: () => Promise.resolve(),
      isUsable: () => true,
      close: () => Promise.resolve(),
      notes: new Map(),
      remember: (kind, externalId) => answered.set(kind, externalId),
      findKnown: async (kind, find) => answered.get(kind) ?? find(),
      forget: (kind) => answered.delete(kind),
    };
    const queue = createDueQueue(signal);
    const passes = createPasses(pulling, queue);
    async function begin(): Promise<void> {
      // As the product, which begins again when it cannot begin.
      await whileAway(passes.resume, signal);
      await readEntities(pulling, { queue, stopping: signal, isAwaited: passes.isAwaited, onSeen: passes.onSeen, onRead: passes.onRead, onRefused: () => undefined });
    }
    const readers = as('connector', begin).catch(() => undefined);
    let conducted: Promise<unknown> = Promise.resolve();
    return {
      /** One step of the passes, after all steps before it; and what is due is looked for. */
      conduct(requested: SyncKind | undefined): Promise<unknown> {
        conducted = conducted.then(() => as('connector', async () => {
          queue.learn(await stores.dueReads.list(connectionId));
          await passes.step(requested, {});
        })).catch(() => undefined);
        return conducted;
      },
      current: passes.current,
      end: () => ended.abort(new Error('the process died')),
      readers,
    };
  }

  function beginLife(): void {
    life?.end();
    life = createLife();
  }

  /** Another holder's, beside one that does not know yet, and goes on. */
  function loseLease(): void {
    unaware.push(...(life === undefined ? [] : [life]));
    life = createLife();
  }

  return {
    applyDelivery,
    connectionId,
    stores,
    /** Another holder's, or the same one's after it died. */
    beginLife,
    /** What a reader reads next is long on its way, perhaps longer than a lease lives. */
    delayNext(how: 'late' | 'too late'): void {
      nextLate = how;
    },
    /** What was long on its way arrives. */
    arriveLate: () => late.splice(0).forEach((resolve) => resolve()),
    conduct: (requested: SyncKind | undefined): Promise<unknown> => life?.conduct(requested) ?? Promise.resolve(),
    current: () => life?.current(),
    async close(): Promise<void> {
      const lives = [...unaware, ...(life === undefined ? [] : [life])];
      lives.forEach(({ end }) => end());
      late.splice(0).forEach((resolve) => resolve());
      await Promise.all(lives.map(({ readers }) => readers));
    },
  };
}
