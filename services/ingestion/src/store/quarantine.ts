import { createHash } from 'node:crypto';

import { Record as SourceRecord, type ReadPosition } from '@secondlook/contracts';
import { ConflictError, ignoreDuplicateKey, type TenantDatabases } from '@secondlook/kit';
import { Binary } from 'mongodb';

import { compareReads } from '../domain/read-position';
import { bytesOf, INTERPRETATION_VERSION, isWhole } from '../domain/route-record';

/**
 * A record that was set aside, with its reason: mirrored + quarantined = received, always. What is optional is absent in what
 * earlier releases set aside: they kept no more than the beginning of it.
 */
export interface QuarantinedDocument {
  /** `<opaque id of the entity>|<hash of kind and part>`: the same record coming again replaces it. */
  readonly _id: string;
  readonly connectionId: string;
  readonly kind: string;
  readonly externalId: string;
  /** Which part of the entity, for applications and attachments. */
  readonly partId: string;
  readonly reason: string;
  /** Since when something of this part is set aside. */
  readonly sinceTime?: Date;
  readonly quarantinedTime: Date;
  readonly sizeBytes: number;
  readonly read?: ReadPosition;
  /** How often it was judged; a write is conditional on it. */
  readonly attempts?: number;
  /** What it was judged by last. */
  readonly interpretationVersion?: number;
  /** False when the sender could not send it whole: then it cannot be judged again. */
  readonly isWhole?: boolean;
  /** All that was sent, as it was sent. */
  readonly record?: Binary;
}

/** Which record of which entity. */
export interface QuarantineKey {
  /** Opaque; the name of a reference list is its own. */
  readonly entityId: string;
  readonly kind: string;
  readonly partId: string;
}

export type QuarantineEntry = Omit<QuarantinedDocument, 'record'>;

export interface SetAside {
  readonly key: QuarantineKey;
  readonly externalId: string;
  readonly reason: string;
  readonly time: Date;
  readonly record: SourceRecord;
}

/** A record without a position, as no whole one is, comes before every other. */
const BEFORE_ALL: ReadPosition = { leaseEpoch: 0, readSeq: 0 };
const ATTEMPTS = 10;

export type Quarantine = ReturnType<typeof createQuarantine>;

export function createQuarantine(databases: TenantDatabases) {
  const open = async (tenantId: string) => (await databases.open(tenantId)).collection<QuarantinedDocument>('quarantine');
  const entriesOf = async (tenantId: string, ids: readonly string[]): Promise<QuarantineEntry[]> =>
    (await open(tenantId)).find({ _id: { $in: [...ids] } }, { projection: { record: 0 } }).toArray();

  /** False when another was faster. */
  async function write(tenantId: string, held: QuarantineEntry | undefined, { _id, ...next }: QuarantinedDocument): Promise<boolean> {
    const collection = await open(tenantId);
    if (held !== undefined) {
      return (await collection.replaceOne(asJudged(held), next)).matchedCount === 1;
    }
    return (await collection.insertOne({ _id, ...next }).then(() => true, ignoreDuplicateKey)) === true;
  }

  return {
    /** Sets a record aside, unless one that was read later is. */
    async put(tenantId: string, { key, externalId, reason, time, record }: SetAside): Promise<void> {
      const _id = quarantineIdOf(key);
      const read = record.read ?? BEFORE_ALL;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const [held] = await entriesOf(tenantId, [_id]);
        if (held !== undefined && compareReads(held.read ?? BEFORE_ALL, read) > 0) {
          return;
        }
        const next = {
          _id,
          connectionId: record.connectionId,
          kind: key.kind,
          externalId,
          partId: key.partId,
          reason,
          sinceTime: held?.sinceTime ?? time,
          quarantinedTime: time,
          sizeBytes: bytesOf(record.record).length,
          read,
          attempts: (held?.attempts ?? 0) + 1,
          interpretationVersion: INTERPRETATION_VERSION,
          isWhole: isWhole(record),
          record: new Binary(SourceRecord.encode(record).finish()),
        };
        if (await write(tenantId, held, next)) {
          return;
        }
      }
      throw new ConflictError(`quarantine: other writers were faster ${ATTEMPTS} times`);
    },

    /** Newest first. */
    async list(tenantId: string, skip: number, limit: number): Promise<{ records: QuarantineEntry[]; total: number }> {
      const collection = await open(tenantId);
      const records = await collection.find({}, { projection: { record: 0 } }).sort({ quarantinedTime: -1, _id: 1 }).skip(skip).limit(limit).toArray();
      return { records, total: await collection.countDocuments({}) };
    },

    async findEntry(tenantId: string, quarantineId: string): Promise<QuarantineEntry | undefined> {
      return (await entriesOf(tenantId, [quarantineId]))[0];
    },

    /** All that was sent, as it was sent. */
    async findRecord(tenantId: string, quarantineId: string): Promise<SourceRecord | undefined> {
      const held = await (await open(tenantId)).findOne({ _id: quarantineId });
      return held?.record === undefined ? undefined : SourceRecord.decode(held.record.value());
    },

    /** Of these the mirror holds what was read, or something later: what was set aside earlier is of no use. Looked up first: there is hardly ever one. */
    async release(tenantId: string, mirrored: readonly { readonly key: QuarantineKey; readonly read: ReadPosition | undefined }[]): Promise<void> {
      const reads = new Map(mirrored.map(({ key, read }) => [quarantineIdOf(key), read ?? BEFORE_ALL]));
      for (const entry of await entriesOf(tenantId, [...reads.keys()])) {
        if (compareReads(entry.read ?? BEFORE_ALL, reads.get(entry._id) ?? BEFORE_ALL) <= 0) {
          await (await open(tenantId)).deleteOne(asJudged(entry));
        }
      }
    },

    /** Everything of an entity that is gone. */
    async removeOf(tenantId: string, entityId: string): Promise<void> {
      await (await open(tenantId)).deleteMany({ _id: idsOf(entityId) });
    },

    /** Something of an entity is set aside. */
    async hasAnyOf(tenantId: string, entityId: string): Promise<boolean> {
      return (await (await open(tenantId)).find({ _id: idsOf(entityId) }, { projection: { _id: 1 } }).limit(1).toArray()).length > 0;
    },

    /** Everything of a connection that is gone. A scan. */
    async removeOfConnection(tenantId: string, connectionId: string): Promise<void> {
      await (await open(tenantId)).deleteMany({ connectionId });
    },

    /** What was judged by less than is known today, and can be judged again. A scan: once, at start. */
    async listOutdated(tenantId: string): Promise<string[]> {
      const found = await (await open(tenantId)).find({ interpretationVersion: { $lt: INTERPRETATION_VERSION }, isWhole: true }, { projection: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id);
    },

    /** What something is set aside of. A scan: for the daily sweep only. */
    async listOrigins(tenantId: string): Promise<{ entityIds: string[]; connectionIds: string[] }> {
      const found = await (await open(tenantId)).find({}, { projection: { connectionId: 1 } }).toArray();
      return { entityIds: [...new Set(found.map(({ _id }) => entityIdOf(_id)))], connectionIds: [...new Set(found.map(({ connectionId }) => connectionId))] };
    },
  };
}

/** The entry, unless it was judged again meanwhile. */
function asJudged({ _id, attempts }: QuarantineEntry) {
  return attempts === undefined ? { _id } : { _id, attempts };
}

export function quarantineIdOf({ entityId, kind, partId }: QuarantineKey): string {
  return `${entityId}|${createHash('sha256').update(JSON.stringify([kind, partId])).digest('hex').slice(0, 32)}`;
}

/** Of everything of an entity: "}" comes right after "|". */
function idsOf(entityId: string) {
  return { $gte: `${entityId}|`, $lt: `${entityId}}` };
}

/** Of the entity something is set aside of. */
export function entityIdOf(quarantineId: string): string {
  return quarantineId.slice(0, quarantineId.indexOf('|'));
}
