import { describe, expect, it } from '@jest/globals';

import { addPage, beginFeed, toFeedCheckpoint, type FeedCheckpoint, type FeedProgress } from './feed';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const overlapMs = 2 * MINUTE_MS;
const at = (ms: number) => new Date(Date.UTC(2026, 0, 20) + ms);
const start = { firstSince: at(0), overlapMs, longestMs: 7 * DAY_MS, verifiedTime: undefined, now: at(MINUTE_MS) };
const event = (id: string, ms: number) => ({ id, time: at(ms) });

/** One pass over a feed that answers these pages; `askedMs` by the ATS's clock. */
function pass(checkpoint: FeedCheckpoint | undefined, pages: readonly (readonly { id: string; time: Date }[])[], askedMs: number | undefined): FeedCheckpoint {
  const progress = pages.reduce<FeedProgress>(
    (before, events, index) => addPage(before, { events, next: index === pages.length - 1 ? undefined : `p${index}`, askedTime: askedMs === undefined ? undefined : at(askedMs + index) }, at(9 * MINUTE_MS)),
    beginFeed(checkpoint, start) ?? { since: at(0), seen: [] },
  );
  return toFeedCheckpoint(checkpoint, progress, overlapMs);
}

describe('a feed of events', () => {
  it('begins with the first full pass, and then where the last pass asked, both less the overlap', () => {
    expect(beginFeed(undefined, start)).toEqual({ since: at(-overlapMs), seen: [] });
    const checkpoint = pass(undefined, [[event('a', 10)], [event('b', 20)]], 5 * MINUTE_MS);
    expect(checkpoint).toEqual({ readUntil: at(5 * MINUTE_MS), seen: [], succeededTime: at(9 * MINUTE_MS) });
    expect(beginFeed(checkpoint, start)?.since).toEqual(at(3 * MINUTE_MS));
  });

  it('remembers the events of the overlap, each once, and forgets older ones', () => {
    const first = pass(undefined, [[event('old', 0), event('new', 4 * MINUTE_MS)]], 5 * MINUTE_MS);
    expect(first.seen).toEqual([event('new', 4 * MINUTE_MS)]);
    const second = pass(first, [[event('new', 4 * MINUTE_MS), event('newer', 5 * MINUTE_MS)]], 6 * MINUTE_MS);
    expect(second.seen.map(({ id }) => id)).toEqual(['new', 'newer']);
    expect(pass(second, [[]], 8 * MINUTE_MS).seen).toEqual([]);
  });

  it('stays where it is for an ATS that does not tell the time, and when it could not be read', () => {
    const checkpoint = pass(undefined, [[]], MINUTE_MS);
    expect(pass(checkpoint, [[]], undefined).readUntil).toEqual(at(MINUTE_MS));
    const begun = beginFeed(checkpoint, start) ?? { since: at(0), seen: [] };
    const failed = toFeedCheckpoint(checkpoint, { ...begun, askedTime: at(7 * MINUTE_MS), ended: { outcome: 'failed', time: at(1), error: 'no answer' } }, overlapMs);
    expect(failed).toEqual({ ...checkpoint, error: 'no answer' });
    expect(pass(failed, [[]], 2 * MINUTE_MS).error).toBeUndefined();
    expect(toFeedCheckpoint(undefined, { ...begun, since: at(-overlapMs), ended: { outcome: 'failed', time: at(1), error: '' } }, overlapMs).readUntil).toEqual(at(0));
  });

  it('that is refused is asked for again after a day, or once the credential was verified anew', () => {
    const begun = beginFeed(undefined, start) ?? { since: at(0), seen: [] };
    const refused = toFeedCheckpoint(undefined, { ...begun, ended: { outcome: 'not_permitted', time: at(0) } }, overlapMs);
    expect(refused.refusedTime).toEqual(at(0));
    expect(beginFeed(refused, { ...start, now: at(DAY_MS - 1) })).toBeUndefined();
    expect(beginFeed(refused, { ...start, now: at(DAY_MS - 1), verifiedTime: at(-1) })).toBeUndefined();
    expect(beginFeed(refused, { ...start, now: at(DAY_MS - 1), verifiedTime: at(1) })).toBeDefined();
    expect(beginFeed(refused, { ...start, now: at(DAY_MS) })).toBeDefined();
  });

  it('is read so far back at most as is worth it', () => {
    expect(beginFeed(pass(undefined, [[]], 0), { ...start, now: at(30 * DAY_MS) })?.since).toEqual(at(23 * DAY_MS));
  });
});
