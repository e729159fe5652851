/**
 * How far a feed of events is read. An event may become visible a while after its date, so each pass reaches back before the last one
 * by an overlap; what it finds there again is known by its id.
 */
export interface FeedCheckpoint {
  /** By the ATS's clock: what is dated before was read. Absent until the feed could be read. */
  readonly readUntil?: Date;
  /** The events of the overlap. */
  readonly seen: readonly SeenEvent[];
  /** When it was last read to its end, by our clock. */
  readonly succeededTime?: Date;
  /** When the ATS last refused it to the credential. */
  readonly refusedTime?: Date;
  /** What kept it from being read the last time. */
  readonly error?: string;
}

export interface SeenEvent {
  readonly id: string;
  readonly time: Date;
}

/** The reading of a feed in one pass. */
export interface FeedProgress {
  readonly since: Date;
  readonly nextPage?: string;
  /** When the first page was asked for, by the ATS's clock. */
  readonly askedTime?: Date;
  readonly seen: readonly SeenEvent[];
  readonly ended?: FeedEnd;
}

export interface FeedEnd {
  readonly outcome: 'read' | 'not_permitted' | 'failed';
  readonly time: Date;
  readonly error?: string;
}

export interface FeedPage {
  readonly events: readonly SeenEvent[];
  readonly next: string | undefined;
  readonly askedTime: Date | undefined;
}

interface FeedStart {
  /** Where a feed begins that was never read: nothing before matters to a mirror that was read afterwards. */
  readonly firstSince: Date;
  readonly overlapMs: number;
  /** So far back it is read at most. */
  readonly longestMs: number;
  /** When the credential was last verified: another one may do more. */
  readonly verifiedTime: Date | undefined;
  readonly now: Date;
}

/** A credential's permissions change now and then: what it was refused is asked for again after this long. */
export const RETRY_REFUSED_MS = 24 * 60 * 60_000;

/** Undefined when the ATS refused it lately. */
export function beginFeed(checkpoint: FeedCheckpoint | undefined, { firstSince, overlapMs, longestMs, verifiedTime, now }: FeedStart): FeedProgress | undefined {
  const refusedTime = checkpoint?.refusedTime;
  const isRefused = refusedTime !== undefined && now.getTime() - refusedTime.getTime() < RETRY_REFUSED_MS && (verifiedTime === undefined || verifiedTime <= refusedTime);
  const readUntil = checkpoint?.readUntil ?? firstSince;
  const since = new Date(Math.max(readUntil.getTime() - overlapMs, now.getTime() - longestMs));
  return isRefused ? undefined : { since, seen: checkpoint?.seen ?? [] };
}

export function addPage({ nextPage: _before, ...progress }: FeedProgress, { events, next, askedTime }: FeedPage, now: Date): FeedProgress {
  const firstAsked = progress.askedTime ?? askedTime;
  const known = new Set(progress.seen.map(({ id }) => id));
  return {
    ...progress,
    ...(firstAsked === undefined ? {} : { askedTime: firstAsked }),
    seen: [...progress.seen, ...events.filter(({ id }) => !known.has(id)).map(({ id, time }) => ({ id, time }))],
    ...(next === undefined ? { ended: { outcome: 'read', time: now } } : { nextPage: next }),
  };
}

/** What the pass leaves for the next. Only a feed that was read to its end moves on. */
export function toFeedCheckpoint(before: FeedCheckpoint | undefined, { since, askedTime, seen, ended }: FeedProgress, overlapMs: number): FeedCheckpoint {
  const { error: _error, refusedTime: _refused, ...kept } = before ?? { readUntil: new Date(since.getTime() + overlapMs), seen: [] };
  switch (ended?.outcome) {
    case undefined:
      return before ?? kept;
    case 'read': {
      const readUntil = askedTime ?? kept.readUntil ?? since;
      return { readUntil, seen: seen.filter(({ time }) => time.getTime() >= readUntil.getTime() - overlapMs), succeededTime: ended.time };
    }
    case 'not_permitted':
      return { ...kept, refusedTime: ended.time };
    case 'failed':
      return { ...kept, error: ended.error ?? '' };
  }
}
