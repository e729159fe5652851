import { randomUUID } from 'node:crypto';

import { type Delivery } from '@secondlook/contracts';
import { isDuplicateKey } from '@secondlook/kit';
import { Binary, type Db } from 'mongodb';

import { gather } from './gather';

/** A delivery that was, or is about to be, answered 202. Kept for 35 days: longer than a source repeats it. */
interface InboxDocument {
  readonly _id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly eventName: string;
  readonly body: Binary;
  readonly receivedTime: Date;
  readonly traceparent: string;
  readonly closedTime?: Date;
  /** Names the write, so that a batch can tell which of its writes took place. */
  readonly write: string;
}

/** The open deliveries, beside the inbox: a small collection, so that listing them scans nothing else. */
interface OpenDocument {
  readonly _id: string;
  readonly tenantId: string;
}

export interface ReceivedDelivery {
  readonly path: string;
  readonly eventId: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly eventName: string;
  readonly body: Buffer;
  readonly traceparent: string;
}

/** What a delivery was when it came: not known, known and waiting, or known and applied. */
export type Kept = 'new' | 'open' | 'closed';

const KEPT_MS = 35 * 24 * 60 * 60_000;

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox(database: Db, now: () => Date) {
  const inbox = database.collection<InboxDocument>('inbox');
  const open = database.collection<OpenDocument>('open_deliveries');

  async function insertAll(deliveries: readonly ReceivedDelivery[]): Promise<Kept[]> {
    const receivedTime = now();
    const documents = deliveries.map(({ path, eventId, body, ...delivery }) => ({ _id: deliveryIdOf(path, eventId), ...delivery, body: new Binary(body), receivedTime, write: randomUUID() }));
    try {
      await inbox.bulkWrite(documents.map((document) => ({ insertOne: { document } })), { ordered: false });
      return documents.map(() => 'new');
    } catch (error) {
      if (!isDuplicateKey(error)) {
        throw error;
      }
      const held = await inbox.find({ _id: { $in: documents.map(({ _id }) => _id) } }, { projection: { closedTime: 1, write: 1 } }).toArray();
      const byId = new Map(held.map((document) => [document._id, document]));
      return documents.map(({ _id, write }) => (byId.get(_id)?.closedTime !== undefined ? 'closed' : byId.get(_id)?.write === write ? 'new' : 'open'));
    }
  }

  async function keepAll(deliveries: readonly ReceivedDelivery[]): Promise<Kept[]> {
    const kept = await insertAll(deliveries);
    const opened = deliveries.filter((_delivery, index) => kept[index] !== 'closed');
    if (opened.length > 0) {
      await open.bulkWrite(
        opened.map(({ path, eventId, tenantId }) => ({ updateOne: { filter: { _id: deliveryIdOf(path, eventId) }, update: { $set: { tenantId } }, upsert: true } })),
        { ordered: false },
      );
    }
    return kept;
  }

  interface Closing {
    readonly tenantId: string;
    readonly deliveryId: string;
  }

  /** The inbox says so first: a crash in between leaves an open entry that is closed again. */
  async function closeAll(closings: readonly Closing[]): Promise<undefined[]> {
    const held = await inbox.find({ _id: { $in: closings.map(({ deliveryId }) => deliveryId) } }, { projection: { tenantId: 1, closedTime: 1 } }).toArray();
    const known = new Map(held.map((document) => [document._id, document]));
    const own = closings.filter(({ tenantId, deliveryId }) => (known.get(deliveryId)?.tenantId ?? tenantId) === tenantId);
    const unclosed = own.filter(({ deliveryId }) => known.has(deliveryId) && known.get(deliveryId)?.closedTime === undefined);
    if (unclosed.length > 0) {
      const update = { $set: { closedTime: now() } };
      await inbox.bulkWrite(unclosed.map(({ deliveryId }) => ({ updateOne: { filter: { _id: deliveryId }, update } })), { ordered: false });
    }
    if (own.length > 0) {
      await open.bulkWrite(own.map(({ deliveryId }) => ({ deleteOne: { filter: { _id: deliveryId } } })), { ordered: false });
    }
    return closings.map(() => undefined);
  }

  const [keepOne, closeOne] = [gather(keepAll), gather(closeAll)];

  return {
    /**
     * Journaled when this resolves: then 202 may be said. A delivery that comes again is kept once; one that an earlier attempt
     * left half written is completed. Unless it is closed already, somebody should be told.
     */
    keep: (delivery: ReceivedDelivery): Promise<Kept> => keepOne(delivery),

    async find(tenantId: string, deliveryIds: readonly string[]): Promise<Delivery[]> {
      const found = await inbox.find({ _id: { $in: [...deliveryIds] } }).toArray();
      return found.filter((document) => document.tenantId === tenantId).map(toDelivery);
    },

    /** Ids after one, in order. */
    async listOpen(tenantId: string, afterId: string | undefined, limit: number): Promise<string[]> {
      const filter = { tenantId, ...(afterId === undefined ? {} : { _id: { $gt: afterId } }) };
      const found = await open.find(filter).sort({ _id: 1 }).limit(limit).toArray();
      return found.map(({ _id }) => _id);
    },

    /** Idempotent; another tenant's stays as it is. */
    async close(tenantId: string, deliveryId: string): Promise<void> {
      await closeOne({ tenantId, deliveryId });
    },

    /** Closed for longer than anything is repeated. A scan: for the daily sweep only. */
    async sweep(): Promise<number> {
      const { deletedCount } = await inbox.deleteMany({ closedTime: { $lt: new Date(now().getTime() - KEPT_MS) } });
      return deletedCount;
    },

    async removeOf(tenantId: string): Promise<void> {
      await open.deleteMany({ tenantId });
      await inbox.deleteMany({ tenantId });
    },
  };
}

export function deliveryIdOf(path: string, eventId: string): string {
  return `${path}:${eventId}`;
}

function toDelivery({ _id, connectionId, eventName, body, receivedTime, closedTime, traceparent }: InboxDocument): Delivery {
  return { deliveryId: _id, connectionId, eventName, body: Buffer.from(body.value()), receivedTime, closedTime, traceparent };
}
