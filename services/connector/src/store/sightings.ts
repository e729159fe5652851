import { type Db } from 'mongodb';

import { type EntityKind } from './due-reads';

/** What one page of a full pass, or one read while it was open, showed. */
interface SightingsDocument {
  /** `<pass>|<stream>|<entities listed before>`: the same page read again is the same document. */
  readonly _id: string;
  readonly kind: EntityKind;
  readonly externalIds: readonly string[];
}

/** After all passes, whose ids are hexadecimal. */
const SUSPECTED = 'suspected|';

export interface Page {
  readonly syncRunId: string;
  readonly stream: string;
  /** How many entities the stream's pages before showed. */
  readonly offset: number;
  readonly kind: EntityKind;
  readonly externalIds: readonly string[];
}

export type Sightings = ReturnType<typeof createSightings>;

/**
 * Whom the lists of a connection's latest full pass showed, or a read while it was open: whoever is mirrored and not among them is suspected
 * to be gone. And whom reads have made suspicious since.
 */
export function createSightings(database: Db) {
  const open = (connectionId: string) => database.collection<SightingsDocument>(`sightings_${connectionId}`);

  return {
    async put(connectionId: string, { syncRunId, stream, offset, kind, externalIds }: Page): Promise<void> {
      await open(connectionId).replaceOne({ _id: `${syncRunId}|${stream}|${offset}` }, { kind, externalIds }, { upsert: true });
    },

    /** A read found it refused or gone: seen or not, the next full pass asks for it. */
    async suspect(connectionId: string, kind: EntityKind, externalId: string): Promise<void> {
      await open(connectionId).replaceOne({ _id: `${SUSPECTED}${kind}|${externalId}` }, { kind, externalIds: [externalId] }, { upsert: true });
    },

    /** It was asked for. */
    async settle(connectionId: string, kind: EntityKind, externalId: string): Promise<void> {
      await open(connectionId).deleteOne({ _id: `${SUSPECTED}${kind}|${externalId}` });
    },

    async findSuspected(connectionId: string, kind: EntityKind): Promise<ReadonlySet<string>> {
      const suspected = await open(connectionId).find({ _id: { $gte: `${SUSPECTED}${kind}|`, $lt: `${SUSPECTED}${kind}}` } }).toArray();
      return new Set(suspected.flatMap(({ externalIds }) => externalIds));
    },

    async find(connectionId: string, syncRunId: string, kind: EntityKind): Promise<ReadonlySet<string>> {
      const pages = await open(connectionId).find({ _id: { $gte: `${syncRunId}|`, $lt: `${syncRunId}}` } }).toArray();
      return new Set(pages.filter((page) => page.kind === kind).flatMap(({ externalIds }) => externalIds));
    },

    /** Those of one pass are kept: a person may still have to approve it. */
    async keepOnly(connectionId: string, syncRunId: string): Promise<void> {
      await open(connectionId).deleteMany({ _id: { $lt: `${syncRunId}|` } });
      await open(connectionId).deleteMany({ _id: { $gte: `${syncRunId}}`, $lt: SUSPECTED } });
    },

    async drop(connectionId: string): Promise<void> {
      await open(connectionId).drop();
    },
  };
}
