import { createHash } from 'node:crypto';

import { type TenantDatabases } from '@secondlook/kit';
import { Binary } from 'mongodb';

/** A record that was set aside, with its reason: mirrored + quarantined = received, always. */
export interface QuarantinedDocument {
  /** `<opaque id of the entity>|<hash of kind and part>`: the same record coming again replaces it. */
  readonly _id: string;
  readonly connectionId: string;
  readonly kind: string;
  readonly externalId: string;
  /** Which part of the entity, for applications and attachments. */
  readonly partId: string;
  readonly reason: string;
  readonly quarantinedTime: Date;
  readonly sizeBytes: number;
  readonly bytes: Binary;
}

/** Which record of which entity. */
export interface QuarantineKey {
  /** Opaque; the name of a reference list is its own. */
  readonly entityId: string;
  readonly kind: string;
  readonly partId: string;
}

export type Quarantine = ReturnType<typeof createQuarantine>;

export function createQuarantine(databases: TenantDatabases) {
  const open = async (tenantId: string) => (await databases.open(tenantId)).collection<QuarantinedDocument>('quarantine');

  return {
    async put(tenantId: string, { entityId, bytes, ...record }: Omit<QuarantinedDocument, '_id' | 'sizeBytes' | 'bytes'> & QuarantineKey & { bytes: Uint8Array }): Promise<void> {
      const _id = idOf({ entityId, kind: record.kind, partId: record.partId });
      await (await open(tenantId)).replaceOne({ _id }, { ...record, sizeBytes: bytes.length, bytes: new Binary(bytes) }, { upsert: true });
    },

    /** Newest first. */
    async list(tenantId: string, skip: number, limit: number): Promise<{ records: Omit<QuarantinedDocument, 'bytes'>[]; total: number }> {
      const collection = await open(tenantId);
      const records = await collection.find({}, { projection: { bytes: 0 } }).sort({ quarantinedTime: -1, _id: 1 }).skip(skip).limit(limit).toArray();
      return { records, total: await collection.countDocuments({}) };
    },

    /** These were kept after all. Looked up first: there is hardly ever one, and a write costs more. */
    async release(tenantId: string, keys: readonly QuarantineKey[]): Promise<void> {
      const collection = await open(tenantId);
      const found = await collection.find({ _id: { $in: keys.map(idOf) } }, { projection: { _id: 1 } }).toArray();
      if (found.length > 0) {
        await collection.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
      }
    },

    /** Everything of an entity that is gone. */
    async removeOf(tenantId: string, entityId: string): Promise<void> {
      await (await open(tenantId)).deleteMany({ _id: { $gte: `${entityId}|`, $lt: `${entityId}}` } });
    },

    /** The entities something is set aside of. A scan: for the daily sweep only. */
    async listEntities(tenantId: string): Promise<string[]> {
      const found = await (await open(tenantId)).find({}, { projection: { _id: 1 } }).toArray();
      return [...new Set(found.map(({ _id }) => _id.slice(0, _id.indexOf('|'))))];
    },
  };
}

function idOf({ entityId, kind, partId }: QuarantineKey): string {
  return `${entityId}|${createHash('sha256').update(JSON.stringify([kind, partId])).digest('hex').slice(0, 32)}`;
}
