import { type ReadPosition } from '@secondlook/contracts';
import { ensureConditionIndex } from '@secondlook/kit';
import { type Db } from 'mongodb';

export type EntityKind = 'candidate' | 'job';
/** A candidate's consent is read with the candidate, or by itself when nothing else is known to have changed. */
export type ReadKind = EntityKind | 'consent';

/** What is known of a candidate's consent before it is read. */
export interface KnownConsent {
  /** As a list has it. */
  readonly json: string;
  /** Where the list said so: what the mirror does not know yet. */
  readonly read?: ReadPosition;
  /** The mirror held another word on it. */
  readonly changed: boolean;
}

/** An entity that must be read from the ATS. The same due read is the same document. */
export interface DueRead {
  readonly kind: ReadKind;
  readonly externalId: string;
  /** Asked for by a webhook: goes first. */
  readonly urgent: boolean;
  /** Deliveries to close once it is read. */
  readonly deliveryIds: readonly string[];
  readonly traceparent?: string;
  /** The latest change that a list told of. */
  readonly listedTime?: Date;
  readonly consent?: KnownConsent;
  /** A full pass did not find it, or it is out of view: a refusal hides it. */
  readonly suspected?: boolean;
  /** Nobody asks for it but the detail sweep: goes last. */
  readonly sweep?: boolean;
  /** Rises with every request; a read completes only what it began with. */
  readonly requested: number;
}

interface DueReadDocument extends DueRead {
  /** `<kind>|<external id>` */
  readonly _id: string;
}

export interface ReadRequest {
  readonly kind: ReadKind;
  readonly externalId: string;
  readonly urgent: boolean;
  readonly deliveryId?: string;
  readonly traceparent?: string | undefined;
  /** A list asks, which knows of a change at this time. */
  readonly listedTime?: Date | undefined;
  readonly consent?: KnownConsent | undefined;
  readonly suspected?: boolean;
  readonly sweep?: boolean;
}

export type DueReads = ReturnType<typeof createDueReads>;

/** A collection per connection, so that listing what is due is a scan of that alone, and removing a connection drops it. */
export function createDueReads(database: Db) {
  const ensured = new Map<string, Promise<void>>();

  async function open(connectionId: string) {
    const name = `due_reads_${connectionId}`;
    const ready = ensured.get(name) ?? ensureConditionIndex(database, name, 'requested');
    ensured.set(name, ready);
    ready.catch(() => ensured.delete(name));
    await ready;
    return database.collection<DueReadDocument>(name);
  }

  return {
    /** Stored when this resolves. Asking again for what is due already raises `requested`, but for the sweep. */
    async request(connectionId: string, requests: readonly ReadRequest[]): Promise<void> {
      if (requests.length === 0) {
        return;
      }
      await (await open(connectionId)).bulkWrite(
        requests.map((request) => {
          const { kind, externalId, urgent, deliveryId, listedTime, sweep = false } = request;
          const optional = optionalIn(request);
          return {
            updateOne: {
              filter: { _id: keyOf(request) },
              update: {
                $setOnInsert: { kind, externalId, ...(urgent ? {} : { urgent }), ...(deliveryId === undefined ? { deliveryIds: [] } : {}), ...(sweep ? { sweep, ...optional, requested: 1 } : {}) },
                // Whoever else asks knows better than the sweep, and wants it sooner; the sweep is content with a read that is due already.
                ...(sweep ? {} : { $inc: { requested: 1 }, $set: { sweep, ...(urgent ? { urgent } : {}), ...optional } }),
                ...(deliveryId === undefined ? {} : { $addToSet: { deliveryIds: deliveryId } }),
                ...(listedTime === undefined ? {} : { $max: { listedTime } }),
              },
              upsert: true,
            },
          };
        }),
        { ordered: false },
      );
    },

    async list(connectionId: string): Promise<DueRead[]> {
      return (await open(connectionId)).find({}).toArray();
    },

    async find(connectionId: string, key: string): Promise<DueRead | undefined> {
      return (await (await open(connectionId)).findOne({ _id: key })) ?? undefined;
    },

    /** It was read. False when it was asked for again meanwhile: then it stays due, for those deliveries that came meanwhile. */
    async complete(connectionId: string, { requested, ...due }: DueRead): Promise<boolean> {
      const dueReads = await open(connectionId);
      const { deletedCount } = await dueReads.deleteOne({ _id: keyOf(due), requested });
      if (deletedCount === 0 && due.deliveryIds.length > 0) {
        await dueReads.updateOne({ _id: keyOf(due) }, { $pull: { deliveryIds: { $in: [...due.deliveryIds] } } });
      }
      return deletedCount === 1;
    },

    async drop(connectionId: string): Promise<void> {
      await (await open(connectionId)).drop();
      ensured.delete(`due_reads_${connectionId}`);
    },
  };
}

/** What a request does not say stays as it was. */
function optionalIn({ traceparent, consent, suspected }: ReadRequest) {
  return { ...(traceparent === undefined ? {} : { traceparent }), ...(consent === undefined ? {} : { consent }), ...(suspected === undefined ? {} : { suspected }) };
}

/** In which order due reads are taken. */
export type Priority = 'urgent' | 'normal' | 'idle';

export function priorityOf({ urgent, sweep }: Pick<DueRead, 'urgent' | 'sweep'>): Priority {
  return urgent ? 'urgent' : sweep === true ? 'idle' : 'normal';
}

export function keyOf({ kind, externalId }: Pick<DueRead, 'kind' | 'externalId'>): string {
  return `${kind}|${externalId}`;
}
