import { type ConnectorServiceDefinition, type IngestionServiceDefinition } from '@secondlook/contracts';
import { type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type Checkpoints } from '../store/checkpoints';
import { type Connections } from '../store/connections';
import { type ImportCounts } from '../store/import-counts';
import { type Observations } from '../store/observations';
import { type Sweeps } from '../store/sweeps';
import { type SyncRuns } from '../store/sync-runs';
import { type Tenants } from '../store/tenants';
import { type TestCandidates } from '../store/test-candidates';
import { createCountImport, createListImportJobs } from './count-import';
import { createCreateConnection } from './create-connection';
import { createCreateTenant } from './create-tenant';
import { createGetConnection } from './get-connection';
import { createGetConnectionHealth } from './get-connection-health';
import { createGetTenant } from './get-tenant';
import { createListConnections } from './list-connections';
import { createListExportJobs } from './list-export-jobs';
import { listSources } from './list-sources';
import { createListSyncRuns } from './list-sync-runs';
import { createListTenants } from './list-tenants';
import { createPauseConnection, createResumeConnection } from './pause-connection';
import { createReconcile } from './reconcile';
import { createRemoveConnection } from './remove-connection';
import { createRemoveTenant } from './remove-tenant';
import { createRemoveTestCandidate } from './remove-test-candidate';
import { createSendTestCandidate } from './send-test-candidate';
import { createStartSync } from './start-sync';
import { createUpdateConnection } from './update-connection';
import { createVerifyConnection } from './verify-connection';

export interface Parts {
  readonly tenants: Tenants;
  readonly connections: Connections;
  readonly syncRuns: SyncRuns;
  readonly checkpoints: Checkpoints;
  readonly observations: Observations;
  readonly testCandidates: TestCandidates;
  readonly sweeps: Sweeps;
  readonly importCounts: ImportCounts;
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly incrementalEveryMs: number;
  readonly detailSweepEveryMs: number;
  /** Something changed that the connection's worker should look at. */
  readonly wake: (connectionId: string) => void;
}

export function createConnectorService(parts: Parts): ServiceImplementation<ConnectorServiceDefinition, Authenticated> {
  return {
    createTenant: createCreateTenant(parts),
    getTenant: createGetTenant(parts),
    listTenants: createListTenants(parts),
    removeTenant: createRemoveTenant(parts),
    listSources: () => Promise.resolve(listSources()),
    createConnection: createCreateConnection(parts),
    verifyConnection: createVerifyConnection(parts),
    getConnection: createGetConnection(parts),
    listConnections: createListConnections(parts),
    updateConnection: createUpdateConnection(parts),
    countImport: createCountImport(parts),
    listImportJobs: createListImportJobs(parts),
    pauseConnection: createPauseConnection(parts),
    resumeConnection: createResumeConnection(parts),
    removeConnection: createRemoveConnection(parts),
    startSync: createStartSync(parts),
    reconcile: createReconcile(parts),
    listSyncRuns: createListSyncRuns(parts),
    getConnectionHealth: createGetConnectionHealth(parts),
    listExportJobs: createListExportJobs(parts),
    sendTestCandidate: createSendTestCandidate(parts),
    removeTestCandidate: createRemoveTestCandidate(parts),
  };
}
