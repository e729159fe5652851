import { randomUUID } from 'node:crypto';

import { SyncState, type SyncKind, type SyncRun } from '@secondlook/contracts';
import { ConflictError } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { type FeedProgress } from '../domain/feed';
import { type ImportScope } from '../domain/import-scope';

/** A pass over the streams of a connection. How far each list has been read is part of it: the checkpoint moves with the document. */
export interface SyncRunDocument {
  readonly _id: string;
  readonly connectionId: string;
  /** Of the lease under which it was written last; absent in those of earlier releases. */
  readonly leaseEpoch?: number;
  readonly kind: SyncKind;
  readonly state: SyncState;
  readonly startedTime: Date;
  readonly endedTime?: Date;
  /** Only what the ATS changed since; absent for a full pass. */
  readonly changedSince?: Date;
  /** Whom its lists are limited to; absent: nobody. */
  readonly scope?: ImportScope;
  readonly streams: readonly StreamProgress[];
  /** Absent when the ATS refused it lately. */
  readonly audit?: FeedProgress;
  /** The ATS's log of failed deliveries; absent without a subscription. */
  readonly callbacks?: FeedProgress;
  /** Lists of reference data still to be read; absent for an incremental pass, which reads none. */
  readonly references?: readonly string[];
  /** The latest change that a list showed, by the ATS's clock. */
  readonly latestChange?: Date;
  readonly read: number;
  /** Of those read, how many the ATS denied; absent while none. */
  readonly gone?: number;
  /** Of those read, how many it refused; absent while none. */
  readonly hidden?: number;
  readonly due: number;
  readonly error: string;
  /** Of a full pass, once its lists were compared with the mirror. */
  readonly suspected?: number;
}

export interface StreamProgress {
  readonly name: string;
  /** Only who applied for these: in the place of a list that the ATS cut short. */
  readonly jobExternalIds?: readonly string[];
  /** Of such a list: after how many that one ended. */
  readonly cutAt?: number;
  /** Where the next page begins; absent at the first. */
  readonly nextPage?: string;
  readonly done: boolean;
  /** When its last page was read. */
  readonly doneTime?: Date;
  readonly listed: number;
  readonly total: number;
}

export interface NewRun extends Pick<SyncRunDocument, 'kind' | 'startedTime' | 'changedSince' | 'scope' | 'audit' | 'callbacks' | 'references'> {
  readonly streams: readonly string[];
}

/** Days of passes; older ones say nothing to anybody. */
const MAX_KEPT = 1_000;

export type SyncRuns = ReturnType<typeof createSyncRuns>;

export function createSyncRuns(database: Db) {
  const runs = database.collection<SyncRunDocument>('sync_runs');

  return {
    async begin(connectionId: string, leaseEpoch: number, { streams, ...beginning }: NewRun): Promise<SyncRunDocument> {
      const run: SyncRunDocument = {
        _id: randomUUID(),
        connectionId,
        leaseEpoch,
        state: SyncState.OPEN,
        ...beginning,
        streams: streams.map((name) => ({ name, done: false, listed: 0, total: 0 })),
        read: 0,
        due: 0,
        error: '',
      };
      await runs.insertOne(run);
      const old = await runs.find({ connectionId }, { projection: { _id: 1 } }).sort({ startedTime: -1, _id: 1 }).skip(MAX_KEPT).toArray();
      if (old.length > 0) {
        await runs.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
      }
      return run;
    },

    /** Rejects when a later holder of the lease has written it: who was stopped, and wakes up, does not undo what that one did. */
    async save({ _id, ...run }: SyncRunDocument, leaseEpoch: number): Promise<void> {
      for (const writtenUnder of [{ $lte: leaseEpoch }, { $exists: false }]) {
        const { matchedCount } = await runs.replaceOne({ _id, leaseEpoch: writtenUnder }, { ...run, leaseEpoch });
        if (matchedCount === 1) {
          return;
        }
      }
      throw new ConflictError('A later holder of the lease has written this sync run.');
    },

    /** Newest first. */
    async listOf(connectionId: string, skip: number, limit: number): Promise<SyncRunDocument[]> {
      return runs.find({ connectionId }).sort({ startedTime: -1, _id: 1 }).skip(skip).limit(limit).toArray();
    },

    async find(connectionId: string, syncRunId: string): Promise<SyncRunDocument | undefined> {
      const run = await runs.findOne({ _id: syncRunId });
      return run?.connectionId === connectionId ? run : undefined;
    },

    async forget(connectionId: string): Promise<void> {
      await runs.deleteMany({ connectionId });
    },
  };
}

/** Who is on the others is on one of these too, as far as the ATS counts. */
export function wholeLists(streams: readonly StreamProgress[]): readonly StreamProgress[] {
  return streams.filter(({ jobExternalIds }) => jobExternalIds === undefined);
}

export function toSyncRun({ _id, connectionId, kind, state, startedTime, endedTime, streams, read, gone = 0, hidden = 0, due, error, suspected = 0 }: SyncRunDocument): SyncRun {
  const sum = (count: (stream: StreamProgress) => number) => wholeLists(streams).reduce((total, stream) => total + count(stream), 0);
  return {
    syncRunId: _id,
    connectionId,
    kind,
    state,
    startedTime,
    endedTime,
    listed: sum(({ listed }) => listed),
    total: sum(({ total }) => total),
    read,
    gone,
    hidden,
    due,
    error,
    suspected,
  };
}
