import { type Db } from 'mongodb';

import { type ReadKind } from './due-reads';

/** What one page of a full pass, or one read while it was open, showed. */
interface SightingsDocument {
  /** `<pass>|<stream>|<entities listed before>`: the same page read again is the same document. */
  readonly _id: string;
  readonly kind: ReadKind;
  readonly externalIds: readonly string[];
}

export interface Page {
  readonly syncRunId: string;
  readonly stream: string;
  /** How many entities the stream's pages before showed. */
  readonly offset: number;
  readonly kind: ReadKind;
  readonly externalIds: readonly string[];
}

export type Sightings = ReturnType<typeof createSightings>;

/** Whom the lists of a connection's latest full pass showed, or a read while it was open: whoever is mirrored and not among them is suspected to be gone. */
export function createSightings(database: Db) {
  const open = (connectionId: string) => database.collection<SightingsDocument>(`sightings_${connectionId}`);

  return {
    async put(connectionId: string, { syncRunId, stream, offset, kind, externalIds }: Page): Promise<void> {
      await open(connectionId).replaceOne({ _id: `${syncRunId}|${stream}|${offset}` }, { kind, externalIds }, { upsert: true });
    },

    async find(connectionId: string, syncRunId: string, kind: ReadKind): Promise<ReadonlySet<string>> {
      const pages = await open(connectionId).find({ _id: { $gte: `${syncRunId}|`, $lt: `${syncRunId}}` } }).toArray();
      return new Set(pages.filter((page) => page.kind === kind).flatMap(({ externalIds }) => externalIds));
    },

    /** Those of one pass are kept: a person may still have to approve it. */
    async keepOnly(connectionId: string, syncRunId: string): Promise<void> {
      await open(connectionId).deleteMany({ _id: { $lt: `${syncRunId}|` } });
      await open(connectionId).deleteMany({ _id: { $gte: `${syncRunId}}` } });
    },

    async drop(connectionId: string): Promise<void> {
      await open(connectionId).drop();
    },
  };
}
