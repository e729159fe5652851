import { createHash } from 'node:crypto';

import { type TenantDatabases } from '@secondlook/kit';
import { Binary } from 'mongodb';

/**
 * Bytes by key. Written first, then referred to. Chunks are documents of their own with keyed ids, not GridFS: its chunks are
 * found by a filter that is not a key (docs/decisions/0002-keyed-blobs.md).
 */
interface ChunkDocument {
  /** `<blob id>#<n>`; the first chunk, `#0`, is written last and says how many there are. */
  readonly _id: string;
  readonly bytes: Binary;
  readonly chunks?: number;
  readonly storedTime?: Date;
}

export const MAX_BLOB_BYTES = 64 << 20;
const CHUNK_BYTES = 4 << 20;

export type Blobs = ReturnType<typeof createBlobs>;

export function createBlobs(databases: TenantDatabases, now: () => Date) {
  const open = async (tenantId: string) => (await databases.open(tenantId)).collection<ChunkDocument>('blobs');

  /** Idempotent: the same id always has the same bytes. */
  async function put(tenantId: string, blobId: string, bytes: Buffer): Promise<void> {
    const collection = await open(tenantId);
    const chunks = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
    for (let index = chunks - 1; index >= 0; index--) {
      const chunk = { bytes: new Binary(bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)), ...(index === 0 ? { chunks, storedTime: now() } : {}) };
      await collection.replaceOne({ _id: `${blobId}#${index}` }, chunk, { upsert: true });
    }
  }

  /** Undefined when it is not there, or not there whole. */
  async function find(tenantId: string, blobId: string): Promise<Buffer | undefined> {
    const collection = await open(tenantId);
    const first = await collection.findOne({ _id: `${blobId}#0` });
    if (first?.chunks === undefined) {
      return undefined;
    }
    const rest = Array.from({ length: first.chunks - 1 }, (_, index) => `${blobId}#${index + 1}`);
    const others = rest.length === 0 ? [] : await collection.find({ _id: { $in: rest } }).toArray();
    const byId = new Map(others.map((chunk) => [chunk._id, chunk]));
    const chunks = [first, ...rest.map((id) => byId.get(id))];
    return chunks.some((chunk) => chunk === undefined) ? undefined : Buffer.concat(chunks.flatMap((chunk) => (chunk === undefined ? [] : [chunk.bytes.value()])));
  }

  /** Its first part is written last: with it all of it is there. */
  async function has(tenantId: string, blobId: string): Promise<boolean> {
    return (await (await open(tenantId)).find({ _id: `${blobId}#0` }, { projection: { _id: 1 } }).toArray()).length > 0;
  }

  /** Those that are there, by id. For blobs of one chunk, as texts mostly are; larger ones are found one by one. */
  async function findMany(tenantId: string, blobIds: readonly string[]): Promise<Map<string, Buffer>> {
    const found = await (await open(tenantId)).find({ _id: { $in: blobIds.map((id) => `${id}#0`) } }).toArray();
    const entries = await Promise.all(
      found.map(async ({ _id, bytes, chunks }) => {
        const id = _id.slice(0, -2);
        return [id, chunks === 1 ? Buffer.from(bytes.value()) : await find(tenantId, id)] as const;
      }),
    );
    return new Map(entries.flatMap(([id, bytes]) => (bytes === undefined ? [] : [[id, bytes] as const])));
  }

  /** Something of a candidate is there: of all ids of its blobs, and of their parts, its own is the beginning. */
  async function hasAnyOf(tenantId: string, candidateId: string): Promise<boolean> {
    return (await (await open(tenantId)).find({ _id: { $gte: `${candidateId}/`, $lt: `${candidateId}0` } }, { projection: { _id: 1 } }).limit(1).toArray()).length > 0;
  }

  /** Succeeds when absent. */
  async function remove(tenantId: string, blobIds: readonly string[]): Promise<void> {
    const collection = await open(tenantId);
    const firsts = await collection.find({ _id: { $in: blobIds.map((id) => `${id}#0`) } }, { projection: { chunks: 1 } }).toArray();
    const ids = firsts.flatMap(({ _id, chunks = 1 }) => Array.from({ length: chunks }, (_, index) => `${_id.slice(0, -1)}${index}`));
    if (ids.length > 0) {
      await collection.deleteMany({ _id: { $in: ids } });
    }
  }

  /** The ids of blobs stored before a moment. A scan: for the daily sweep only. */
  async function* listIds(tenantId: string, storedBefore: Date): AsyncGenerator<string> {
    for await (const { _id } of (await open(tenantId)).find({ storedTime: { $lt: storedBefore } }, { projection: { _id: 1 } })) {
      yield _id.slice(0, -2);
    }
  }

  return { put, find, has, findMany, hasAnyOf, remove, listIds };
}

export function hashBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
