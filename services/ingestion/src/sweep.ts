import { pause, type Running } from '@secondlook/kit';

import { blobsOf } from './domain/candidate-document';
import { type IngestionMetrics } from './metrics';
import { type Blobs } from './store/blobs';
import { type Candidates } from './store/candidates';
import { type Quarantine } from './store/quarantine';

const DAY_MS = 86_400_000;
const FIRST_AFTER_MS = 60_000;
const BATCH = 200;

interface Parts {
  readonly blobs: Blobs;
  readonly candidates: Candidates;
  readonly quarantine: Quarantine;
  readonly metrics: IngestionMetrics;
  readonly tenants: () => Promise<readonly string[]>;
  readonly connectionsOf: (tenantId: string) => Promise<ReadonlySet<string>>;
}

/**
 * Once a day, for each tenant: candidates whose moment of change by the clock has come get a new version; bytes of deleted
 * candidates, and what is set aside of them or of connections that are gone, and bytes that nothing refers to, are removed. The deleted are entered in the
 * erasure ledger again.
 */
export function startSweep(parts: Parts, { lifecycle, log }: Running<unknown>): void {
  lifecycle.run('daily sweep', async (stopping) => {
    await pause(FIRST_AFTER_MS, stopping);
    while (!stopping.aborted) {
      for (const tenantId of await parts.tenants().catch(() => [])) {
        await sweepTenant(tenantId, parts, new Date()).catch((error: unknown) => log.warn({ err: error, tenantId }, 'the daily sweep failed'));
      }
      await pause(DAY_MS, stopping);
    }
  });
}

export async function sweepTenant(tenantId: string, { blobs, candidates, quarantine, metrics, connectionsOf }: Parts, now: Date): Promise<void> {
  const due = await candidates.findDueByTime(tenantId, now);
  for (let start = 0; start < due.length; start += BATCH) {
    const batch = due.slice(start, start + BATCH);
    await candidates.foldFindings(tenantId, batch.map((candidateId) => ({ candidateId, cause: 'time', findings: [{ kind: 'time' }] })));
  }
  await candidates.enterErased(tenantId);
  await candidates.purgeDeleted(tenantId);
  await sweepQuarantine(tenantId, { candidates, quarantine, connectionsOf });
  let batch: string[] = [];
  for await (const blobId of blobs.listIds(tenantId, new Date(now.getTime() - DAY_MS))) {
    batch.push(blobId);
    if (batch.length >= BATCH) {
      await removeOrphans(tenantId, batch, { blobs, candidates, metrics });
      batch = [];
    }
  }
  await removeOrphans(tenantId, batch, { blobs, candidates, metrics });
}

/** Connections are asked for last: whoever had a record set aside by then was there. */
async function sweepQuarantine(tenantId: string, { candidates, quarantine, connectionsOf }: Pick<Parts, 'candidates' | 'quarantine' | 'connectionsOf'>): Promise<void> {
  const { entityIds, connectionIds } = await quarantine.listOrigins(tenantId);
  const gone = [...(await candidates.findSummaries(tenantId, entityIds)).values()].filter(({ deleted }) => deleted);
  for (const { _id } of gone) {
    await quarantine.removeOf(tenantId, _id);
  }
  const connections = await connectionsOf(tenantId);
  for (const connectionId of connectionIds.filter((id) => !connections.has(id))) {
    await quarantine.removeOfConnection(tenantId, connectionId);
  }
}

/** Bytes are written before they are referred to: only those that nobody has referred to for a day count. */
async function removeOrphans(tenantId: string, blobIds: readonly string[], { blobs, candidates, metrics }: Pick<Parts, 'blobs' | 'candidates' | 'metrics'>): Promise<void> {
  const owners = await candidates.find(tenantId, [...new Set(blobIds.map(ownerOf))]);
  const orphans = blobIds.filter((blobId) => {
    const owner = owners.get(ownerOf(blobId));
    return owner === undefined || owner.deleted || !blobsOf(owner).includes(blobId);
  });
  await blobs.remove(tenantId, orphans);
  metrics.blobsSwept(orphans.length);
}

function ownerOf(blobId: string): string {
  return blobId.slice(0, blobId.indexOf('/'));
}
