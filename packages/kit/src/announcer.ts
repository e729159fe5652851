import { type EventDefinition } from '@secondlook/contracts';
import { type Collection } from 'mongodb';

import { type Doorbell } from './events/doorbell';
import { type Publisher } from './events/publisher';
import { type Running } from './run-service';
import { type TenantDatabases } from './tenant-databases';
import { currentTraceparent } from './trace';
import { pause } from './wait';

/**
 * Changed but not announced yet: a small keyed collection beside the store. Before a document is written its announcement is
 * upserted; after the write the event is published and the announcement removed, unless it has risen meanwhile. What a crash
 * leaves in between, the relay publishes: so every write is announced at least once, and nothing scans the documents.
 */
interface AnnouncementDocument {
  /** `<event>|<entity id>` */
  _id: string;
  /** The highest version that was about to be written. */
  version: number;
  deleted: boolean;
  cause: string;
  traceparent?: string;
  since: Date;
}

/** A change that is about to be written. */
export interface Change {
  readonly id: string;
  readonly version: number;
  readonly deleted?: boolean;
  /** Why, for people reading events. */
  readonly cause: string;
  readonly traceparent?: string | undefined;
}

/** How far the documents are now, for the relay: versions by id; ids without a document are left out. */
export type CurrentVersions = (tenantId: string, event: EventDefinition, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;

export interface AnnouncerParts {
  /** Where announcements are kept: in the tenant's database, under `announcements` (see ensureConditionIndex). */
  readonly databases: Pick<TenantDatabases, 'open' | 'list'>;
  readonly currentVersions: CurrentVersions;
  readonly publisher: Publisher;
  readonly events: readonly EventDefinition[];
  readonly running: Running<unknown>;
}

const RELAY_EVERY_MS = 5_000;
const RELAY_AFTER_MS = 5_000;
/** An announcement whose document has not reached its version by then: the write never came. Publishing it all the same is harmless. */
const FORGET_AFTER_MS = 600_000;
const RELAY_BATCH = 1_000;

export type Announcer = ReturnType<typeof createAnnouncer>;

export function createAnnouncer(parts: AnnouncerParts) {
  const { publisher, running } = parts;
  const announcements = async (tenantId: string): Promise<Collection<AnnouncementDocument>> =>
    (await parts.databases.open(tenantId)).collection<AnnouncementDocument>('announcements');

  async function announce(event: EventDefinition, tenantId: string, changes: readonly Change[]): Promise<void> {
    const now = new Date();
    await (await announcements(tenantId)).bulkWrite(
      changes.map((change) => ({
        updateOne: {
          filter: { _id: keyOf(event, change.id) },
          update: {
            $max: { version: change.version },
            $set: {
              deleted: change.deleted ?? false,
              cause: change.cause,
              since: now,
              traceparent: change.traceparent ?? currentTraceparent() ?? '',
            },
          },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }

  async function publishAndForget(event: EventDefinition, tenantId: string, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) {
      return;
    }
    await publisher.publish(event, tenantId, changes.map(toDoorbell));
    await (await announcements(tenantId)).bulkWrite(
      changes.map(({ id, version }) => ({ deleteOne: { filter: { _id: keyOf(event, id), version } } })),
      { ordered: false },
    );
  }

  /**
   * Announces, writes, publishes. `write` returns the ids it wrote; the others were lost to a faster writer, which announces them
   * itself. Their announcements stay for the relay: removing one here could remove the faster writer's. When publishing fails
   * the write stands all the same and the relay publishes it.
   */
  async function announcing(
    event: EventDefinition,
    tenantId: string,
    changes: readonly Change[],
    write: () => Promise<ReadonlySet<string>>,
  ): Promise<ReadonlySet<string>> {
    if (changes.length === 0) {
      return new Set();
    }
    await announce(event, tenantId, changes);
    const written = await write();
    await publishAndForget(event, tenantId, changes.filter(({ id }) => written.has(id))).catch((error: unknown) => {
      running.log.warn({ err: error, event: event.name }, 'publishing failed; the relay will');
    });
    return written;
  }

  /** Publishes what a crash left behind. */
  async function relay(tenantId: string): Promise<void> {
    const now = Date.now();
    const waiting = await (await announcements(tenantId)).find({}).limit(RELAY_BATCH).toArray();
    for (const event of parts.events) {
      const mine = waiting.filter(({ _id, since }) => _id.startsWith(`${event.name}|`) && now - since.getTime() >= RELAY_AFTER_MS);
      if (mine.length === 0) {
        continue;
      }
      const versions = await parts.currentVersions(tenantId, event, mine.map(entityOf));
      const due = mine.filter(
        (entry) => (versions.get(entityOf(entry)) ?? 0) >= entry.version || now - entry.since.getTime() >= FORGET_AFTER_MS,
      );
      await publishAndForget(event, tenantId, due.map((entry) => ({ ...entry, id: entityOf(entry) })));
    }
  }

  function startRelay(): void {
    running.lifecycle.run('announcement relay', async (stopping) => {
      while (!stopping.aborted) {
        try {
          for (const tenantId of await parts.databases.list()) {
            await relay(tenantId);
          }
        } catch (error) {
          running.log.warn({ err: error }, 'relaying announcements failed; it is tried again');
        }
        await pause(RELAY_EVERY_MS, stopping);
      }
    });
  }

  return { announcing, relay, startRelay };
}

function keyOf(event: EventDefinition, id: string): string {
  return `${event.name}|${id}`;
}

function entityOf({ _id }: AnnouncementDocument): string {
  return _id.slice(_id.indexOf('|') + 1);
}

function toDoorbell({ id, version, deleted = false, cause, traceparent }: Change): Doorbell {
  return { id, version, deleted, cause, traceparent: traceparent === '' ? undefined : (traceparent ?? currentTraceparent()) };
}
