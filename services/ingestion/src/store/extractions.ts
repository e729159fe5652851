import { randomUUID } from 'node:crypto';

import { type TenantDatabases } from '@secondlook/kit';

/** Text that is to be read: noted before the reference to the bytes is written, gone once the result is folded. */
export interface Extraction {
  /** The blob's id. */
  readonly _id: string;
  readonly candidateId: string;
  readonly sha256: string;
}

interface ExtractionDocument extends Extraction {
  /** Rises by one per attempt; a claim is conditional on it. */
  readonly attempt: number;
  /** Somebody is at work on it until then. */
  readonly claimedUntil?: Date;
  /** Names the claim, so that of two claimants each knows its own. */
  readonly claim?: string;
}

export type Extractions = ReturnType<typeof createExtractions>;

export function createExtractions(databases: TenantDatabases, onRequested: (tenantId: string) => void) {
  const open = async (tenantId: string) => (await databases.open(tenantId)).collection<ExtractionDocument>('extractions');

  return {
    async request(tenantId: string, extractions: readonly Extraction[]): Promise<void> {
      if (extractions.length === 0) {
        return;
      }
      await (await open(tenantId)).bulkWrite(
        extractions.map(({ _id, candidateId, sha256 }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: { candidateId, sha256, attempt: 0 } }, upsert: true },
        })),
        { ordered: false },
      );
      onRequested(tenantId);
    },

    /** Takes pending work that nobody else is at. */
    async claim(tenantId: string, limit: number, now: Date, claimedUntil: Date): Promise<(Extraction & { attempt: number })[]> {
      const collection = await open(tenantId);
      const pending = await collection.find({}).limit(limit * 2).toArray();
      const free = pending.filter((extraction) => extraction.claimedUntil === undefined || extraction.claimedUntil <= now).slice(0, limit);
      if (free.length === 0) {
        return [];
      }
      const claim = randomUUID();
      await collection.bulkWrite(
        free.map(({ _id, attempt }) => ({ updateOne: { filter: { _id, attempt }, update: { $set: { claimedUntil, claim, attempt: attempt + 1 } } } })),
        { ordered: false },
      );
      const claimed = await collection.find({ _id: { $in: free.map(({ _id }) => _id) } }).toArray();
      return claimed.filter((extraction) => extraction.claim === claim);
    },

    /** Something of a candidate is to be read. */
    async hasAnyOf(tenantId: string, candidateId: string): Promise<boolean> {
      return (await (await open(tenantId)).find({ _id: { $gte: `${candidateId}/`, $lt: `${candidateId}0` } }, { projection: { _id: 1 } }).limit(1).toArray()).length > 0;
    },

    async remove(tenantId: string, ids: readonly string[]): Promise<void> {
      await (await open(tenantId)).deleteMany({ _id: { $in: [...ids] } });
    },
  };
}
