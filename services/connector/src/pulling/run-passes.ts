import { SyncKind, SyncState, WebhookState } from '@secondlook/contracts';
import { whileAway } from '@secondlook/kit';

import { beginFeed, toFeedCheckpoint } from '../domain/feed';
import { scopeKey, type ImportScope } from '../domain/import-scope';
import { decideNextPass } from '../domain/schedule';
import { isTooMany } from '../domain/suspicion';
import { UnexpectedAnswerError } from '../sources/errors';
import { type Checkpoint } from '../store/checkpoints';
import { keyOf, type DueRead, type ReadRequest } from '../store/due-reads';
import { wholeLists, type StreamProgress, type SyncRunDocument } from '../store/sync-runs';
import { type DueQueue } from './due-queue';
import { findListsInstead } from './find-lists-instead';
import { findStale } from './find-stale';
import { findSuspects } from './find-suspects';
import { lookAfterWebhooks } from './look-after-webhooks';
import { type Pulling } from './pulling';
import { readAuditPage } from './read-audit';
import { type ReadResult } from './read-entities';
import { advance, begun, keyOfList } from './stream-progress';

/** Listing pauses while this many due reads wait: the list can always be read on from its checkpoint. */
const MAX_DUE = 1_000;
const SAVE_EVERY_MS = 1_000;
const DAY_MS = 24 * 60 * 60_000;
/** Who is gone for longer was found by the daily full pass. */
const LONGEST_AUDIT_MS = 7 * DAY_MS;
/** Longer than the ATS tries again, and as long as it logs. */
const LONGEST_LOG_MS = 30 * DAY_MS;

export type Passes = ReturnType<typeof createPasses>;

/** The passes of one connection: at most one is open. `step` does the next little thing and says whether there is more at once. */
export function createPasses(pulling: Pulling, queue: DueQueue) {
  const { connectionId, dueReads, syncRuns, checkpoints, positions, settings, log } = pulling;
  let run: SyncRunDocument | undefined;
  /** What the open pass still waits for. */
  const awaited = new Set<string>();
  let savedAtMs = 0;
  const save = (open: SyncRunDocument) => syncRuns.save(open, positions.leaseEpoch);

  /**
   * Goes on with an open pass. What is due is awaited and queued by one look: the holder before may complete it still, and what it
   * completes between two looks would be awaited, and never come up.
   */
  async function resume(): Promise<void> {
    const [latest] = await syncRuns.listOf(connectionId, 0, 1);
    const due = await dueReads.list(connectionId);
    if (latest?.state === SyncState.OPEN) {
      run = latest;
      due.forEach((one) => awaited.add(keyOf(one)));
      log.info({ syncRunId: run._id, due: awaited.size }, 'a sync run goes on');
    }
    queue.learn(due);
  }

  async function beginIfDue(requested: SyncKind | undefined, scope: ImportScope): Promise<void> {
    const checkpoint = await checkpoints.find(connectionId);
    const startedTime = new Date();
    const kind = decideNextPass(settings, { lastFullStarted: lastFullOf(checkpoint, scope), lastStarted: checkpoint.lastStarted, requested }, startedTime);
    if (kind === undefined) {
      return;
    }
    // The holder before may have begun one after we looked.
    await resume();
    if (run !== undefined) {
      return;
    }
    const { latestChange, lastFullStarted: firstSince = startedTime } = checkpoint;
    const changedSince = kind === SyncKind.FULL || latestChange === undefined ? undefined : new Date(latestChange.getTime() - settings.overlapMs);
    const { verification, webhooks } = pulling.connection();
    const feedStart = { firstSince, overlapMs: settings.overlapMs, verifiedTime: verification?.verifiedTime, now: startedTime };
    const audit = beginFeed(checkpoint.audit, { ...feedStart, longestMs: LONGEST_AUDIT_MS });
    const callbacks = webhooks.state === WebhookState.ACTIVE ? beginFeed(checkpoint.callbacks, { ...feedStart, longestMs: LONGEST_LOG_MS }) : undefined;
    run = await syncRuns.begin(connectionId, positions.leaseEpoch, {
      kind,
      startedTime,
      ...(changedSince === undefined ? {} : { changedSince }),
      scope,
      ...(audit === undefined ? {} : { audit }),
      ...(callbacks === undefined ? {} : { callbacks }),
      streams: pulling.source.streams,
      ...(kind === SyncKind.FULL ? { references: pulling.source.referenceLists } : {}),
    });
    log.info({ syncRunId: run._id, kind }, 'a sync run begins');
  }

  /** One list of reference data, until there is none left: a step as others are, and repeated until it succeeds. */
  async function mirrorReference(name: string): Promise<void> {
    const { source, callAs, ingestion, tenantId, signal } = pulling;
    const record = await source.readReference(name, callAs('list'), (read, content) => ({ connectionId, source: source.name, read, record: content, unsendableReason: '' }));
    if (record !== undefined) {
      await whileAway(() => ingestion.ingestRecords({ records: [record] }, { tenantId, signal }), signal);
    }
  }

  async function makeDue(requests: readonly ReadRequest[]): Promise<void> {
    await dueReads.request(connectionId, requests);
    const keys = requests.map(keyOf);
    keys.forEach((key) => awaited.add(key));
    queue.add(keys, 'normal');
  }

  /** The next page of what is not an entity's list; undefined when there is none left. */
  async function readBesideLists(open: SyncRunDocument): Promise<Partial<SyncRunDocument> | undefined> {
    const [reference, ...references] = open.references ?? [];
    if (reference !== undefined) {
      await mirrorReference(reference);
      return { references };
    }
    // Before all that may make the same entities due: a delivery wants a read that begins after it.
    if (open.callbacks !== undefined && open.callbacks.ended === undefined) {
      return { callbacks: await lookAfterWebhooks(open.callbacks, pulling) };
    }
    if (open.audit !== undefined && open.audit.ended === undefined) {
      const { progress, due } = await readAuditPage(open.audit, pulling);
      await makeDue(due);
      return { audit: progress, due: awaited.size };
    }
    return undefined;
  }

  /** Lists one page: what is stale becomes due, then the page's checkpoint moves. */
  async function listNext(open: SyncRunDocument, stream: StreamProgress): Promise<Partial<SyncRunDocument>> {
    const { source, callAs, metrics } = pulling;
    const { scope = {} } = open;
    const within = stream.jobExternalIds === undefined ? scope : { ...scope, jobExternalIds: stream.jobExternalIds };
    const page = await source.listPage(stream.name, { cursor: stream.nextPage, changedSince: open.changedSince, scope: within }, callAs('list')).catch((error: unknown) => {
      if (error instanceof UnexpectedAnswerError && stream.nextPage !== undefined) {
        restart(open, stream);
      }
      throw error;
    });
    metrics.pageListed(stream.name);
    const stale = await findStale(page, pulling);
    if (open.kind === SyncKind.FULL) {
      await pulling.sightings.put(connectionId, { syncRunId: open._id, stream: keyOfList(stream), offset: stream.listed, kind: page.kind, externalIds: page.entities.map(({ externalId }) => externalId) });
    }
    await makeDue(stale);
    const read = advance(stream, page, new Date());
    const latestChange = latestOf([open.latestChange, ...page.entities.map(({ updatedTime }) => updatedTime)], open.startedTime);
    return {
      streams: [...open.streams.map((one) => (one === stream ? read : one)), ...(page.kind === 'candidate' && read.done ? await findListsInstead(read, open, pulling) : [])],
      ...(latestChange === undefined ? {} : { latestChange }),
      due: awaited.size,
    };
  }

  /** A place in a list does not keep for ever: the ATS refuses it, and the list is read from its beginning. What is mirrored is not read again. */
  function restart(open: SyncRunDocument, stream: StreamProgress): void {
    log.warn({ syncRunId: open._id, stream: stream.name }, 'a list cannot be read on; it begins again');
    run = { ...open, streams: open.streams.map((one) => (one === stream ? begun(one) : one)) };
  }

  /** A person chose another scope in the middle of a full pass, which may take days: its lists begin again under the new one. */
  function rescope(open: SyncRunDocument, scope: ImportScope): SyncRunDocument {
    log.info({ syncRunId: open._id }, 'the import scope is another: the lists begin again');
    const { suspected: _suspected, ...rest } = open;
    return { ...rest, scope, streams: wholeLists(open.streams).map(begun) };
  }

  /** Makes due whoever a full pass did not find. Of too many it only says how many: a person has to approve. */
  async function suspect(open: SyncRunDocument, isApproved: boolean): Promise<SyncRunDocument> {
    const { requests, mirrored } = await findSuspects(open._id, open.scope ?? {}, pulling);
    const suspected = requests.length;
    if (isTooMany(suspected, mirrored) && !isApproved) {
      log.warn({ syncRunId: open._id, suspected, mirrored }, 'so many are no longer listed that a person has to approve asking for them');
      return { ...open, suspected, state: SyncState.ASKING };
    }
    await makeDue(requests);
    return { ...open, suspected };
  }

  function moveFeed(feed: 'audit' | 'callbacks', { [feed]: before }: Checkpoint, { [feed]: progress }: SyncRunDocument): Checkpoint {
    const after = progress === undefined ? before : toFeedCheckpoint(before, progress, settings.overlapMs);
    return after === undefined ? {} : { [feed]: after };
  }

  async function finish(open: SyncRunDocument): Promise<void> {
    await save({ ...open, state: open.state === SyncState.OPEN ? SyncState.DONE : open.state, endedTime: new Date(), due: 0 });
    if (open.kind === SyncKind.FULL) {
      await pulling.sightings.keepOnly(connectionId, open._id);
    }
    const before = await checkpoints.find(connectionId);
    const lastFullScope = open.kind === SyncKind.FULL ? scopeKey(open.scope ?? {}) : before.lastFullScope;
    await checkpoints.put(connectionId, {
      ...(lastFullScope === undefined ? {} : { lastFullScope }),
      lastFullStarted: open.kind === SyncKind.FULL ? open.startedTime : before.lastFullStarted ?? open.startedTime,
      lastStarted: open.startedTime,
      listed: { ...before.listed, ...toListedTimes(open.streams) },
      ...moveFeed('audit', before, open),
      ...moveFeed('callbacks', before, open),
      ...withLatest(latestOf([before.latestChange, open.latestChange], open.startedTime)),
    });
    log.info({ syncRunId: open._id, read: open.read }, 'a sync run is done');
    run = undefined;
  }

  const current = () => run;

  return {
    resume,

    /** The open pass, if any. */
    current,

    async step(requested: SyncKind | undefined, scope: ImportScope): Promise<'more' | 'idle'> {
      if (run === undefined) {
        await beginIfDue(requested, scope);
        return current() === undefined ? 'idle' : 'more';
      }
      if (run.kind === SyncKind.FULL && scopeKey(run.scope ?? {}) !== scopeKey(scope)) {
        run = rescope(run, scope);
        await save(run);
      }
      const beside = await readBesideLists(run);
      if (beside !== undefined) {
        run = { ...run, ...beside };
        await save(run);
        return 'more';
      }
      const stream = run.streams.find(({ done }) => !done);
      if (stream !== undefined && awaited.size < MAX_DUE) {
        const progress = await listNext(run, stream);
        run = { ...run, ...progress };
        await save(run);
        return 'more';
      }
      if (stream === undefined && awaited.size === 0) {
        if (run.kind === SyncKind.FULL && run.suspected === undefined) {
          run = await suspect(run, false);
          await save(run);
          return 'more';
        }
        await finish(run);
      } else if (Date.now() - savedAtMs > SAVE_EVERY_MS) {
        savedAtMs = Date.now();
        await save({ ...run, due: awaited.size });
      }
      return 'idle';
    },

    /** A person approved what a pass asked. Between passes only: what it makes due is awaited by nobody. */
    async approve(syncRunId: string): Promise<boolean> {
      if (run !== undefined) {
        return false;
      }
      const asking = await syncRuns.find(connectionId, syncRunId);
      if (asking?.state === SyncState.ASKING) {
        const approved = await suspect(asking, true);
        awaited.clear();
        await save({ ...approved, state: SyncState.DONE });
      }
      return true;
    },

    /** Who was read for another reason than a list may be on none of its pages, as somebody who applied while it was read: seen all the same. */
    async onSeen({ kind, externalId, listedTime }: DueRead): Promise<void> {
      if (run?.kind === SyncKind.FULL && listedTime === undefined && kind !== 'consent') {
        await pulling.sightings.put(connectionId, { syncRunId: run._id, stream: `read|${kind}|${externalId}`, offset: 0, kind, externalIds: [externalId] });
      }
    },

    isAwaited: (key: string) => awaited.has(key),

    /** A due read is no longer due, or was read since it is awaited. */
    onRead(key: string, result: ReadResult): void {
      if (awaited.delete(key) && run !== undefined) {
        run = { ...run, read: run.read + (result === 'not_wanted' ? 0 : 1), ...(result === 'gone' ? { gone: (run.gone ?? 0) + 1 } : {}), ...(result === 'hidden' ? { hidden: (run.hidden ?? 0) + 1 } : {}) };
      }
    },
  };
}

/** A full pass under another scope is none: who is missing is brought by the next one. */
function lastFullOf({ lastFullStarted, lastFullScope = '' }: Checkpoint, scope: ImportScope): Date | undefined {
  return lastFullScope === scopeKey(scope) ? lastFullStarted : undefined;
}

/** The latest of some times that is not after a bound: one odd record of the year 2099 must not hide all later changes. */
function latestOf(times: readonly (Date | undefined)[], notAfter: Date): Date | undefined {
  const known = times.flatMap((time) => (time === undefined || time > notAfter ? [] : [time.getTime()]));
  return known.length === 0 ? undefined : new Date(Math.max(...known));
}

function withLatest(latestChange: Date | undefined) {
  return latestChange === undefined ? {} : { latestChange };
}

export function toListedTimes(streams: readonly StreamProgress[]): Record<string, Date> {
  return Object.fromEntries(streams.flatMap(({ name, doneTime }) => (doneTime === undefined ? [] : [[name, doneTime]])));
}
