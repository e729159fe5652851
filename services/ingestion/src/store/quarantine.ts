import { createHash } from 'node:crypto';

import { type TenantDatabases } from '@secondlook/kit';
import { Binary } from 'mongodb';

/** A record that was set aside, with its reason: mirrored + quarantined = received, always. */
export interface QuarantinedDocument {
  /** Of connection, kind and external ids: the same record coming again replaces it. */
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

export type Quarantine = ReturnType<typeof createQuarantine>;

export function createQuarantine(databases: TenantDatabases) {
  const open = async (tenantId: string) => (await databases.open(tenantId)).collection<QuarantinedDocument>('quarantine');

  return {
    async put(tenantId: string, record: Omit<QuarantinedDocument, '_id' | 'sizeBytes' | 'bytes'> & { bytes: Uint8Array }): Promise<void> {
      const { connectionId, kind, externalId, partId, bytes } = record;
      const _id = createHash('sha256').update(JSON.stringify([connectionId, kind, externalId, partId])).digest('hex').slice(0, 32);
      await (await open(tenantId)).replaceOne({ _id }, { ...record, sizeBytes: bytes.length, bytes: new Binary(bytes) }, { upsert: true });
    },

    /** Newest first. */
    async list(tenantId: string, skip: number, limit: number): Promise<{ records: Omit<QuarantinedDocument, 'bytes'>[]; total: number }> {
      const collection = await open(tenantId);
      const records = await collection.find({}, { projection: { bytes: 0 } }).sort({ quarantinedTime: -1, _id: 1 }).skip(skip).limit(limit).toArray();
      return { records, total: await collection.countDocuments({}) };
    },
  };
}
