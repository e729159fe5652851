import { RetryVerdict, type QuarantineRetry, type Record as SourceRecord } from '@secondlook/contracts';

import { blobIdOf } from '../domain/candidate-document';
import { type Blobs } from './blobs';
import { type MirrorRecords } from './mirror-records';
import { entityIdOf, type Quarantine } from './quarantine';

interface Parts {
  readonly quarantine: Quarantine;
  readonly blobs: Blobs;
  readonly mirrorRecords: MirrorRecords;
  /** The connections a tenant has. */
  readonly connectionsOf: (tenantId: string) => Promise<ReadonlySet<string>>;
}

export type RetryQuarantined = ReturnType<typeof createRetryQuarantined>;

/**
 * Interprets records that were set aside again, at the position they were read at, so that nothing that was read later is lost.
 * Repeating it raises the attempts of what stays, and nothing else.
 */
export function createRetryQuarantined({ quarantine, blobs, mirrorRecords, connectionsOf }: Parts) {
  return async (tenantId: string, quarantineIds: readonly string[]): Promise<QuarantineRetry[]> => {
    const connections = await connectionsOf(tenantId);
    const retries: QuarantineRetry[] = [];
    for (const quarantineId of quarantineIds) {
      retries.push({ quarantineId, ...(await retry(tenantId, quarantineId, connections)) });
    }
    return retries;
  };

  async function retry(tenantId: string, quarantineId: string, connections: ReadonlySet<string>): Promise<Omit<QuarantineRetry, 'quarantineId'>> {
    const entry = await quarantine.findEntry(tenantId, quarantineId);
    if (entry === undefined) {
      return { verdict: RetryVerdict.NOT_THERE, reason: '', attempts: 0 };
    }
    const { attempts = 0 } = entry;
    if (!connections.has(entry.connectionId)) {
      // Whoever was never mirrored was not buried with the connection: to interpret it would bring them back.
      await quarantine.removeOfConnection(tenantId, entry.connectionId);
      return { verdict: RetryVerdict.NOT_THERE, reason: '', attempts: 0 };
    }
    const record = entry.isWhole === true ? await quarantine.findRecord(tenantId, quarantineId) : undefined;
    if (record === undefined || !(await hasItsBytes(tenantId, entityIdOf(quarantineId), record))) {
      return { verdict: RetryVerdict.NOT_WHOLE, reason: entry.reason, attempts };
    }
    await mirrorRecords(tenantId, [record]);
    const left = await quarantine.findEntry(tenantId, quarantineId);
    return left === undefined
      ? { verdict: RetryVerdict.RELEASED, reason: '', attempts: attempts + 1 }
      : { verdict: RetryVerdict.STILL_SET_ASIDE, reason: left.reason, attempts: left.attempts ?? 0 };
  }

  /** The bytes of an attachment that was set aside are referred to by nothing: the daily sweep removes them. */
  async function hasItsBytes(tenantId: string, candidateId: string, { record }: SourceRecord): Promise<boolean> {
    return record?.$case !== 'attachment' || record.value.blobSha256 === '' || blobs.has(tenantId, blobIdOf(candidateId, record.value.blobSha256));
  }
}
