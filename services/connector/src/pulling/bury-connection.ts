import { allPages } from '@secondlook/kit';

import { type ConnectionDocument } from '../store/connections';
import { type Pulling } from './pulling';
import { toDeletion } from './to-deletion';

const BATCH = 100;

/**
 * Ends a connection: its webhooks at the ATS (as well as that can be done: the ATS may be unreachable for good), its callback, its
 * candidates and jobs one by one, then all that is kept of it here. Each step can be repeated; the connection itself goes last. Of a
 * removed tenant every service drops all there is by itself.
 */
export async function buryConnection(connection: ConnectionDocument, pulling: Pulling): Promise<void> {
  const { connectionId, tenantId, gateway, source, callAs, signal, log } = pulling;
  const { subscriptionId, callbackPath } = connection.webhooks;
  if (subscriptionId !== undefined) {
    await source.webhooks.remove(callAs('webhook', 2), subscriptionId).catch((error: unknown) => {
      signal.throwIfAborted();
      log.warn({ err: error, subscriptionId }, 'the webhook subscription could not be removed at the ATS');
    });
  }
  const tenantRemoved = (await pulling.tenants.get(tenantId)).state === 'removed';
  if (!tenantRemoved) {
    await gateway.removeCallback({ path: callbackPath }, { tenantId, signal });
    await buryCandidates(pulling);
    await buryJobs(pulling);
  }
  await pulling.dueReads.drop(connectionId);
  await pulling.sightings.drop(connectionId);
  await pulling.syncRuns.forget(connectionId);
  await pulling.checkpoints.forget(connectionId);
  await pulling.observations.forget(connectionId);
  await pulling.testCandidates.forget(connectionId);
  await pulling.importCounts.forget(connectionId);
  await pulling.accounts.release(connection, connectionId);
  await pulling.sweeps.forget(connectionId);
  await pulling.connections.forget(connectionId);
  if (tenantRemoved && (await pulling.connections.listAll()).every((other) => other.tenantId !== tenantId)) {
    await pulling.tenants.destroyKeys(tenantId);
  }
  log.info('a connection is removed');
}

async function buryCandidates({ connectionId, tenantId, source, ingestion, signal }: Pulling): Promise<void> {
  const versions = allPages((pageToken) => ingestion.listCandidates({ pageToken }, { tenantId, signal }), ({ candidates }) => candidates);
  for await (const ids of inBatches(versions)) {
    const { candidates } = await ingestion.getCandidates({ candidateIds: ids }, { tenantId, signal });
    const mine = candidates.filter((candidate) => candidate.connectionId === connectionId);
    await ingestion.ingestRecords({ records: mine.map(({ externalId }) => toDeletion({ connectionId, source: source.name }, { kind: 'candidate', externalId }, 'connection_removed')) }, { tenantId, signal });
  }
}

async function buryJobs({ connectionId, tenantId, source, ingestion, signal }: Pulling): Promise<void> {
  const versions = allPages((pageToken) => ingestion.listJobs({ pageToken }, { tenantId, signal }), ({ jobs }) => jobs);
  for await (const ids of inBatches(versions)) {
    const { jobs } = await ingestion.getJobs({ jobIds: ids }, { tenantId, signal });
    const mine = jobs.filter((job) => job.connectionId === connectionId);
    await ingestion.ingestRecords({ records: mine.map(({ externalId }) => toDeletion({ connectionId, source: source.name }, { kind: 'job', externalId }, 'connection_removed')) }, { tenantId, signal });
  }
}

async function* inBatches(versions: AsyncIterable<{ id: string; deleted: boolean }>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const { id, deleted } of versions) {
    if (!deleted) {
      batch.push(id);
    }
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}
