import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MirroredKind } from '@secondlook/contracts';
import { createFakeDatabase, createFakeRunning } from '@secondlook/kit/testing';

import { createCheckpoints } from '../store/checkpoints';
import { createDueReads } from '../store/due-reads';
import { createSweeps } from '../store/sweeps';
import { createDueQueue } from './due-queue';
import { createDetailSweep } from './sweep-details';

const HOUR_MS = 3_600_000;
const PERIOD_MS = 10 * HOUR_MS;
const started = Date.parse('2026-06-01T00:00:00Z');

/** Ten people are mirrored, listed two by two at most as ingestion does: by place. */
function openSweep(people = Array.from({ length: 10 }, (_, index) => `c${index}`)) {
  const { database } = createFakeDatabase();
  const [dueReads, sweeps, checkpoints] = [createDueReads(database), createSweeps(database), createCheckpoints(database)];
  const { signal } = new AbortController();
  const ingestion = {
    countCandidates: () => Promise.resolve({ mirrored: people.length, outOfView: 1, consentEnded: 0 }),
    listMirrored: ({ kind, pageSize = 0, pageToken = '' }: { kind?: MirroredKind; pageSize?: number; pageToken?: string }) => {
      const end = Number(pageToken) + pageSize;
      const ids = kind === MirroredKind.EVERY_CANDIDATE ? people.slice(Number(pageToken), end) : [];
      const entities = ids.map((externalId) => ({ externalId, consentJson: Buffer.from(externalId === 'c1' ? '{"status":"PENDING"}' : ''), outOfView: externalId === 'c2' }));
      return Promise.resolve({ externalIds: ids, entities, nextPageToken: end >= people.length ? '' : String(end) });
    },
  };
  const { log } = createFakeRunning({});
  const queue = createDueQueue(signal);
  const begin = () => createDetailSweep({ connectionId: 'k', tenantId: 'acme', ingestion, dueReads, sweeps, checkpoints, settings: { detailSweepEveryMs: PERIOD_MS }, signal, log }, queue);
  /** Whatever is due is read. */
  async function readAll(): Promise<string[]> {
    const due = await dueReads.list('k');
    for (const one of due) {
      queue.done((await queue.take()) ?? 'the queue ended');
      await dueReads.complete('k', one);
    }
    return due.map(({ externalId }) => externalId).sort();
  }
  return { begin, checkpoints, dueReads, sweeps, readAll };
}

describe('the rolling detail sweep', () => {
  beforeEach(() => void jest.useFakeTimers({ now: started }));
  afterEach(() => void jest.useRealTimers());

  it('waits for the first full pass', async () => {
    const { begin, checkpoints, sweeps } = openSweep();
    const sweep = begin();
    await sweep.step();
    expect(await sweeps.find('k')).toEqual({ sweptEver: 0 });
    await checkpoints.put('k', { lastFullStarted: new Date(started) });
    await sweep.step();
    expect((await sweeps.find('k')).round).toMatchObject({ total: 10, swept: 0 });
  });

  it('asks for everybody once in a round, as time passes, and goes on where it was when another worker takes over', async () => {
    const { begin, checkpoints, sweeps, readAll } = openSweep();
    await checkpoints.put('k', { lastFullStarted: new Date(started) });
    const read: string[][] = [];
    for (let hour = 0; hour <= 9; hour++) {
      jest.setSystemTime(started + hour * HOUR_MS);
      // Each hour a new worker.
      await begin().step();
      read.push(await readAll());
    }
    for (let left = 0; left < 2; left++) {
      await begin().step();
      read.push(await readAll());
    }
    expect(read.flat()).toEqual(Array.from({ length: 10 }, (_, index) => `c${index}`));
    expect(Math.max(...read.map(({ length }) => length))).toBeLessThanOrEqual(2);
    // The next round has begun: it was time.
    expect(await sweeps.find('k')).toMatchObject({ sweptEver: 10, lastRoundEnded: new Date(started + 9 * HOUR_MS), round: { startedTime: new Date(started + 9 * HOUR_MS), swept: 0, ended: false } });
  });

  it('has few in hand, however late it is, and says what is known of those it asks for', async () => {
    const { begin, checkpoints, dueReads, readAll } = openSweep();
    await checkpoints.put('k', { lastFullStarted: new Date(started) });
    const sweep = begin();
    await sweep.step();
    jest.setSystemTime(started + 5 * PERIOD_MS);
    await sweep.step();
    await sweep.step();
    const due = await dueReads.list('k');
    expect(due.map(({ externalId, sweep: isSwept, suspected, consent }) => ({ externalId, isSwept, suspected, consent }))).toEqual([
      { externalId: 'c0', isSwept: true, suspected: undefined, consent: undefined },
      { externalId: 'c1', isSwept: true, suspected: undefined, consent: { json: '{"status":"PENDING"}', changed: false } },
      { externalId: 'c2', isSwept: true, suspected: true, consent: undefined },
      { externalId: 'c3', isSwept: true, suspected: undefined, consent: undefined },
    ]);
    await readAll();
    await sweep.step();
    expect(await readAll()).toHaveLength(4);
  });
});
