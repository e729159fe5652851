import { type MongoClient } from 'mongodb';

import { type Erasure } from '../domain/candidate-document';

/** A database of its own, at an address of its own: it must not be restored with the candidates. */
const DATABASE = 'erasure_ledger';
const PAGE = 500;

interface ErasureDocument {
  /** The candidate's opaque id. */
  readonly _id: string;
  readonly version: number;
  readonly proof: string;
  readonly time?: Date;
}

export type ErasureLedger = ReturnType<typeof createErasureLedger>;

/**
 * Who was deleted, by opaque id: one collection per tenant. It outlives tenants too: a backup may bring them back. It is read whole at
 * start, and by key for receipts.
 */
export function createErasureLedger(client: Pick<MongoClient, 'db'>) {
  const database = client.db(DATABASE);
  const collectionOf = (tenantId: string) => database.collection<ErasureDocument>(tenantId);

  return {
    /** The first time and proof stand; the highest version counts. */
    async put(tenantId: string, erasures: readonly Erasure[]): Promise<void> {
      if (erasures.length > 0) {
        await collectionOf(tenantId).bulkWrite(
          erasures.map(({ candidateId, version, proof, time }) => ({
            updateOne: { filter: { _id: candidateId }, update: { $setOnInsert: { proof, ...(time === undefined ? {} : { time }) }, $max: { version } }, upsert: true },
          })),
          { ordered: false },
        );
      }
    },

    async find(tenantId: string, candidateId: string): Promise<Erasure | undefined> {
      const [found] = await collectionOf(tenantId).find({ _id: candidateId }).toArray();
      return found === undefined ? undefined : toErasure(found);
    },

    async listTenants(): Promise<string[]> {
      return (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).filter((name) => !name.startsWith('system.'));
    },

    /** All of a tenant, page by page, in order of id. */
    async *pages(tenantId: string): AsyncGenerator<Erasure[]> {
      for (let after = ''; ; ) {
        const page = await collectionOf(tenantId).find({ _id: { $gt: after } }).sort({ _id: 1 }).limit(PAGE).toArray();
        if (page.length > 0) {
          yield page.map(toErasure);
        }
        after = page.at(-1)?._id ?? '';
        if (page.length < PAGE) {
          return;
        }
      }
    },
  };
}

function toErasure({ _id, version, proof, time }: ErasureDocument): Erasure {
  return { candidateId: _id, version, proof, ...(time === undefined ? {} : { time }) };
}
