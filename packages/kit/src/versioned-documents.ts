import { randomUUID } from 'node:crypto';

import { type EventDefinition } from '@secondlook/contracts';
import { type AnyBulkWriteOperation, type Db } from 'mongodb';

import { type Announcer, type Change } from './announcer';
import { isDuplicateKey } from './duplicate-key';
import { ConflictError } from './errors';
import { type TenantDatabases } from './tenant-databases';

/** What every kept entity has: an opaque id, a version others see, a revision that every write is conditional on. */
export interface VersionedDocument {
  readonly _id: string;
  readonly version: number;
  readonly revision: number;
  readonly deleted: boolean;
}

/**
 * How an entity is folded; called again, with the newer document, after a faster writer. That may have covered a write of ours at
 * once, before we saw that it took place: folding what is folded already must change nothing.
 */
export interface Folding<Document> {
  readonly id: string;
  /** What to write, if anything, and whether others can see a difference. */
  readonly fold: (stored: Document | undefined) => { readonly next: Document | undefined; readonly changed: boolean };
  /** For people reading events. */
  readonly cause: string;
  readonly traceparent?: string | undefined;
}

interface Row extends VersionedDocument {
  /** Names the write, so that a batch can tell which of its writes took place. */
  readonly lastWrite: string;
}

const ATTEMPTS = 10;

export type VersionedDocuments<Document extends VersionedDocument> = ReturnType<typeof createVersionedDocuments<Document>>;

/**
 * A collection whose documents are folded: read, decide, announce, write conditional on what was read, publish. Each document's
 * change is one write; what lost to a faster writer is folded again. Needs the condition index on `revision`.
 */
export function createVersionedDocuments<Document extends VersionedDocument>(
  name: string,
  event: EventDefinition,
  databases: Pick<TenantDatabases, 'open'>,
  announcer: Announcer,
  parts: {
    readonly read: (database: Db, ids: readonly string[]) => Promise<Document[]>;
    /** Before documents are written: what they refer to must be stored first. */
    readonly prepare?: (tenantId: string, documents: readonly Document[]) => Promise<void>;
  },
) {
  async function find(tenantId: string, ids: readonly string[]): Promise<Map<string, Document>> {
    const documents = await parts.read(await databases.open(tenantId), ids);
    return new Map(documents.map((document) => [document._id, document]));
  }

  /** Folds each entity once, in as few commands as possible. Throws ConflictError when faster writers never let up. */
  async function foldAll(tenantId: string, foldings: readonly Folding<Document>[]): Promise<void> {
    let remaining = foldings;
    for (let attempt = 1; remaining.length > 0; attempt++) {
      if (attempt > ATTEMPTS) {
        throw new ConflictError(`${name}: other writers were faster ${ATTEMPTS} times`);
      }
      const stored = await find(tenantId, remaining.map(({ id }) => id));
      const folded = remaining
        .map((folding) => ({ folding, previous: stored.get(folding.id), ...folding.fold(stored.get(folding.id)) }))
        .flatMap(({ next, ...rest }) => (next === undefined ? [] : [{ ...rest, next }]));
      const written = await write(tenantId, folded);
      remaining = folded.filter(({ next }) => !written.has(next._id)).map(({ folding }) => folding);
    }
  }

  interface PendingWrite {
    readonly folding: Folding<Document>;
    readonly previous: Document | undefined;
    readonly next: Document;
    readonly changed: boolean;
  }

  /** Returns the ids that were written. */
  async function write(tenantId: string, folded: readonly PendingWrite[]): Promise<ReadonlySet<string>> {
    if (folded.length === 0) {
      return new Set();
    }
    await parts.prepare?.(tenantId, folded.map(({ next }) => next));
    const [changes, silent] = [folded.filter(({ changed }) => changed), folded.filter(({ changed }) => !changed)];
    const announced = await announcer.announcing(event, tenantId, changes.map(toChange), () => writeRows(tenantId, changes));
    return new Set([...announced, ...(await writeRows(tenantId, silent))]);
  }

  async function writeRows(tenantId: string, folded: readonly PendingWrite[]): Promise<ReadonlySet<string>> {
    if (folded.length === 0) {
      return new Set();
    }
    const rows = (await databases.open(tenantId)).collection<Row>(name);
    const lastWrite = randomUUID();
    const operations = folded.map(({ previous, next }): AnyBulkWriteOperation<Row> => {
      const { _id, ...replacement } = { ...next, lastWrite };
      return previous === undefined
        ? { insertOne: { document: { _id, ...replacement } } }
        : { replaceOne: { filter: { _id, revision: previous.revision }, replacement } };
    });
    const ids = folded.map(({ next }) => next._id);
    try {
      const result = await rows.bulkWrite(operations, { ordered: false });
      if (result.insertedCount + result.matchedCount === ids.length) {
        return new Set(ids);
      }
    } catch (error) {
      if (!isDuplicateKey(error)) {
        throw error;
      }
    }
    const mine = await rows.find({ _id: { $in: ids } }, { projection: { lastWrite: 1 } }).toArray();
    return new Set(mine.filter((row) => row.lastWrite === lastWrite).map(({ _id }) => _id));
  }

  function toChange({ folding, next }: PendingWrite): Change {
    return { id: next._id, version: next.version, deleted: next.deleted, cause: folding.cause, traceparent: folding.traceparent };
  }

  /** Versions after an id, in order of id: for comparators. */
  async function listVersions(tenantId: string, afterId: string | undefined, limit: number): Promise<VersionedDocument[]> {
    const rows = (await databases.open(tenantId)).collection<Row>(name);
    return rows
      .find(afterId === undefined ? {} : { _id: { $gt: afterId } }, { projection: { version: 1, revision: 1, deleted: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** Versions of some, for the announcement relay. */
  async function currentVersions(tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = (await databases.open(tenantId)).collection<Row>(name);
    const found = await rows.find({ _id: { $in: [...ids] } }, { projection: { version: 1 } }).toArray();
    return new Map(found.map(({ _id, version }) => [_id, version]));
  }

  return { find, foldAll, listVersions, currentVersions };
}
