import { randomBytes } from 'node:crypto';

import { events, SHARED } from '@secondlook/contracts';
import { createAnnouncer, createPublisher, ensureConditionIndex, type Running, type Sealer } from '@secondlook/kit';
import { type Db } from 'mongodb';
import { type NatsConnection } from 'nats';

import { createAccounts } from './accounts';
import { createCheckpoints } from './checkpoints';
import { createConnections } from './connections';
import { createDueReads } from './due-reads';
import { createImportCounts } from './import-counts';
import { createLeases } from './leases';
import { createObservations } from './observations';
import { createSightings } from './sightings';
import { createSweeps } from './sweeps';
import { createSyncRuns } from './sync-runs';
import { createTenants } from './tenants';
import { createTestCandidates } from './test-candidates';

interface Parts {
  readonly database: Db;
  readonly nats: NatsConnection;
  readonly keyEncryption: Sealer;
  readonly instanceId: string;
  readonly running: Running<unknown>;
}

const CALLBACK_PATH_BYTES = 24;
const MARK_BYTES = 6;

/** All that the connector keeps. */
export function createStores({ database, nats, keyEncryption, instanceId, running }: Parts) {
  const now = () => new Date();
  const announcer = createAnnouncer({
    databases: { open: () => Promise.resolve(database), list: () => Promise.resolve([SHARED]) },
    publisher: createPublisher(nats),
    events: [events.tenantChanged],
    currentVersions: (_shared, _event, ids) => tenants.currentVersions(ids),
    running,
  });
  const tenants = createTenants(database, announcer, keyEncryption, now);
  return {
    announcer,
    tenants,
    connections: createConnections(database, tenants, now, () => randomBytes(CALLBACK_PATH_BYTES).toString('base64url')),
    accounts: createAccounts(database),
    leases: createLeases(database, instanceId, () => performance.now()),
    dueReads: createDueReads(database),
    sightings: createSightings(database),
    syncRuns: createSyncRuns(database),
    checkpoints: createCheckpoints(database),
    observations: createObservations(database),
    testCandidates: createTestCandidates(database, now, () => randomBytes(MARK_BYTES).toString('hex')),
    sweeps: createSweeps(database),
    importCounts: createImportCounts(database, now),
  };
}

export async function ensureIndexes(database: Db): Promise<void> {
  await ensureConditionIndex(database, 'connections', 'version');
  await ensureConditionIndex(database, 'tenants', 'version');
  await ensureConditionIndex(database, 'test_candidates', 'version');
  await ensureConditionIndex(database, 'accounts', 'connectionId');
  await ensureConditionIndex(database, 'leases', 'epoch');
  await ensureConditionIndex(database, 'sync_runs', 'leaseEpoch');
  await ensureConditionIndex(database, 'announcements', 'version');
}
