import { type Delivery } from '@secondlook/contracts';
import { Binary, MongoServerError, type Db } from 'mongodb';

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

const DUPLICATE_KEY = 11_000;
const KEPT_MS = 35 * 24 * 60 * 60_000;

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox(database: Db, now: () => Date) {
  const inbox = database.collection<InboxDocument>('inbox');
  const open = database.collection<OpenDocument>('open_deliveries');

  async function insert({ path, eventId, body, ...delivery }: ReceivedDelivery): Promise<'new' | 'open' | 'closed'> {
    const _id = deliveryIdOf(path, eventId);
    try {
      await inbox.insertOne({ _id, ...delivery, body: new Binary(body), receivedTime: now() });
      return 'new';
    } catch (error) {
      if (!(error instanceof MongoServerError && error.code === DUPLICATE_KEY)) {
        throw error;
      }
      return (await inbox.findOne({ _id }, { projection: { closedTime: 1 } }))?.closedTime === undefined ? 'open' : 'closed';
    }
  }

  return {
    /**
     * Journaled when this resolves: then 202 may be said. A delivery that comes again is kept once; one that an earlier attempt
     * left half written is completed. Unless it is closed already, somebody should be told.
     */
    async keep(delivery: ReceivedDelivery): Promise<'new' | 'open' | 'closed'> {
      const state = await insert(delivery);
      if (state !== 'closed') {
        const { tenantId } = delivery;
        await open.updateOne({ _id: deliveryIdOf(delivery.path, delivery.eventId) }, { $set: { tenantId } }, { upsert: true });
      }
      return state;
    },

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

    /** Idempotent. The inbox says so first: a crash in between leaves an open entry that is closed again. */
    async close(tenantId: string, deliveryId: string): Promise<void> {
      const document = await inbox.findOne({ _id: deliveryId }, { projection: { tenantId: 1, closedTime: 1 } });
      if (document !== null && document.tenantId !== tenantId) {
        return;
      }
      if (document !== null && document.closedTime === undefined) {
        await inbox.updateOne({ _id: deliveryId }, { $set: { closedTime: now() } });
      }
      await open.deleteOne({ _id: deliveryId });
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
