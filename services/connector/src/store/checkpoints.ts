import { type Db } from 'mongodb';

import { type FeedCheckpoint } from '../domain/feed';

/** What finished passes of a connection leave for the next. */
export interface Checkpoint {
  /** When the last finished full pass began, by our clock. */
  readonly lastFullStarted?: Date;
  /** The import scope that pass had (`scopeKey`); absent: everybody. */
  readonly lastFullScope?: string;
  /** When the last finished pass of any kind began, by our clock. */
  readonly lastStarted?: Date;
  /** The latest change that a list showed, by the ATS's clock: an incremental pass begins there, with an overlap. */
  readonly latestChange?: Date;
  /** When each list was last read to its end, by our clock. */
  readonly listed?: Readonly<Partial<Record<string, Date>>>;
  readonly audit?: FeedCheckpoint;
  readonly callbacks?: FeedCheckpoint;
}

export type Checkpoints = ReturnType<typeof createCheckpoints>;

export function createCheckpoints(database: Db) {
  const checkpoints = database.collection<Checkpoint & { _id: string }>('checkpoints');
  return {
    async find(connectionId: string): Promise<Checkpoint> {
      return (await checkpoints.findOne({ _id: connectionId })) ?? {};
    },
    /** Moves last: when all of the pass is kept. */
    async put(connectionId: string, checkpoint: Checkpoint): Promise<void> {
      await checkpoints.replaceOne({ _id: connectionId }, checkpoint, { upsert: true });
    },
    async forget(connectionId: string): Promise<void> {
      await checkpoints.deleteOne({ _id: connectionId });
    },
  };
}
