import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncKind } from '@secondlook/contracts';
import { connectMongo } from '@secondlook/kit';
import { createFakeDatabase, createFakeRunning } from '@secondlook/kit/testing';
import { startEngine, type Engine } from '@secondlook/testkit';
import { type Db, type MongoClient } from 'mongodb';

import { foldFound, foldRemoved, foldSending } from '../domain/test-candidate';
import { ensureIndexes } from '.';
import { createAccounts, type Account } from './accounts';
import { createCheckpoints } from './checkpoints';
import { createDueReads, keyOf, priorityOf, type ReadRequest } from './due-reads';
import { createImportCounts } from './import-counts';
import { createLeases } from './leases';
import { createSightings } from './sightings';
import { createSweeps } from './sweeps';
import { createSyncRuns } from './sync-runs';
import { createTestCandidates } from './test-candidates';

const { log, lifecycle } = createFakeRunning({});
let engine: Engine;
let client: MongoClient;
let opened = 0;

beforeAll(async () => {
  engine = await startEngine('mongo');
  client = await connectMongo(engine.url, log, lifecycle);
}, 60_000);

afterAll(async () => {
  await lifecycle.stop();
  await engine.stop();
});

/** One contract, on the fake and on the engine. */
const engines = ['in memory', 'on MongoDB'] as const;
async function open(kind: (typeof engines)[number]): Promise<Db> {
  const database = kind === 'in memory' ? createFakeDatabase().database : client.db(`stores_${++opened}`);
  await ensureIndexes(database);
  return database;
}

describe.each(engines)('leases %s', (kind) => {
  /** Two workers, each with a monotonic clock of its own. */
  async function openTwo() {
    const database = await open(kind);
    const clocks = { a: 1_000_000, b: 5 };
    return { clocks, a: createLeases(database, 'a', () => clocks.a), b: createLeases(database, 'b', () => clocks.b), database };
  }

  it('are held by one worker at a time', async () => {
    const { a, b, clocks } = await openTwo();
    expect(await a.claim('k')).toBe(1);
    expect(await b.claim('k')).toBeUndefined();
    clocks.b += 4_999;
    expect(await b.claim('k')).toBeUndefined();
    expect(await a.beat('k', 1)).toBe(true);
  });

  it('go to another, with a higher epoch, once their beat has not changed for 5 s on its own clock', async () => {
    const { a, b, clocks } = await openTwo();
    await a.claim('k');
    await b.claim('k');
    clocks.b += 5_000;
    expect(await b.claim('k')).toBe(2);
    expect(await a.beat('k', 1)).toBe(false);
    expect(await b.beat('k', 2)).toBe(true);
  });

  it('stay with a holder that beats, however long somebody waits', async () => {
    const { a, b, clocks } = await openTwo();
    await a.claim('k');
    for (let turn = 0; turn < 5; turn++) {
      expect(await b.claim('k')).toBeUndefined();
      clocks.b += 4_000;
      await a.beat('k', 1);
    }
    expect(await b.claim('k')).toBeUndefined();
  });

  it('are never given by another worker\'s clock: a beat that was not seen before begins the wait anew', async () => {
    const { a, b, clocks } = await openTwo();
    await a.claim('k');
    clocks.b += 1_000_000;
    expect(await b.claim('k')).toBeUndefined();
  });

  it('come back at once, with a higher epoch, to a restarted holder of the same name, and to anybody after a release', async () => {
    const { a, b, database } = await openTwo();
    await a.claim('k');
    expect(await createLeases(database, 'a', () => 0).claim('k')).toBe(2);
    expect(await a.beat('k', 1)).toBe(false);
    await a.release('k', 1);
    expect(await b.claim('k')).toBeUndefined();
    await a.release('k', 2);
    expect(await b.claim('k')).toBe(3);
  });

  it('go to exactly one of several that claim at once', async () => {
    const database = await open(kind);
    const workers = ['a', 'b', 'c', 'd', 'e'].map((name) => createLeases(database, name, () => 0));
    const claims = await Promise.all(workers.map((worker) => worker.claim('k')));
    expect(claims.filter((epoch) => epoch !== undefined)).toEqual([1]);
    await createLeases(database, 'nobody', () => 0).release('k', 1);
    const again = await Promise.all(workers.map((worker) => worker.claim('k')));
    expect(again.filter((epoch) => epoch === 2)).toHaveLength(1);
  });
});

describe.each(engines)('due reads %s', (kind) => {
  const request = (externalId: string, more: Partial<ReadRequest> = {}): ReadRequest => ({ kind: 'candidate', externalId, urgent: false, ...more });

  it('are one per entity, however often it is asked for: urgent once anybody said so, with every delivery once', async () => {
    const dueReads = createDueReads(await open(kind));
    await dueReads.request('k', [request('1'), request('2')]);
    await dueReads.request('k', [request('1', { urgent: true, deliveryId: 'd1', traceparent: 't' })]);
    await dueReads.request('k', [request('1', { deliveryId: 'd1' }), request('1', { deliveryId: 'd2' })]);
    const due = new Map((await dueReads.list('k')).map((one) => [keyOf(one), one]));
    expect([...due.keys()].sort()).toEqual(['candidate|1', 'candidate|2']);
    expect(due.get('candidate|1')).toMatchObject({ urgent: true, deliveryIds: ['d1', 'd2'], requested: 4, traceparent: 't' });
    expect(due.get('candidate|2')).toMatchObject({ urgent: false, deliveryIds: [], requested: 1 });
  });

  it('are the sweep’s until anybody else asks, who knows better of the consent than what was mirrored', async () => {
    const dueReads = createDueReads(await open(kind));
    const [mirrored, listed] = [{ json: '{"status":"PENDING"}', changed: false }, { json: '{"status":"REQUIRED"}', read: { leaseEpoch: 1, readSeq: 5 }, changed: true }];
    await dueReads.request('k', [request('1', { sweep: true, consent: mirrored, suspected: true }), request('2', { consent: listed })]);
    expect(await dueReads.find('k', 'candidate|1')).toMatchObject({ sweep: true, urgent: false, consent: mirrored, suspected: true });
    await dueReads.request('k', [request('1', { consent: listed, listedTime: new Date(1) }), request('2', { sweep: true, consent: mirrored, suspected: true })]);
    expect(await dueReads.find('k', 'candidate|1')).toMatchObject({ sweep: false, consent: listed, suspected: true, requested: 2 });
    const second = await dueReads.find('k', 'candidate|2');
    expect([second?.sweep, second?.consent, second?.suspected, second?.requested, second && priorityOf(second)]).toEqual([false, listed, undefined, 1, 'normal']);
  });

  it('are complete once read, unless they were asked for again meanwhile', async () => {
    const dueReads = createDueReads(await open(kind));
    await dueReads.request('k', [request('1')]);
    const begun = await dueReads.find('k', 'candidate|1');
    await dueReads.request('k', [request('1')]);
    expect(begun && (await dueReads.complete('k', begun))).toBe(false);
    const again = await dueReads.find('k', 'candidate|1');
    expect(again && (await dueReads.complete('k', again))).toBe(true);
    expect(await dueReads.find('k', 'candidate|1')).toBeUndefined();
    expect(again && (await dueReads.complete('k', again))).toBe(false);
  });

  it('that are asked for again while they are read stay due for the deliveries that came meanwhile', async () => {
    const dueReads = createDueReads(await open(kind));
    await dueReads.request('k', [request('1', { deliveryId: 'd1' })]);
    const begun = await dueReads.find('k', 'candidate|1');
    await dueReads.request('k', [request('1', { deliveryId: 'd2' })]);
    expect(begun && (await dueReads.complete('k', begun))).toBe(false);
    expect(await dueReads.find('k', 'candidate|1')).toMatchObject({ deliveryIds: ['d2'] });
  });

  it('of a candidate and a job with one id are two, and of two connections apart', async () => {
    const dueReads = createDueReads(await open(kind));
    await dueReads.request('k', [request('1'), request('1', { kind: 'job' })]);
    await dueReads.request('l', [request('9')]);
    expect(await dueReads.list('k')).toHaveLength(2);
    await dueReads.drop('k');
    expect(await dueReads.list('k')).toEqual([]);
    expect(await dueReads.list('l')).toHaveLength(1);
    await dueReads.request('k', [request('1')]);
    expect(await dueReads.list('k')).toHaveLength(1);
  });

  it('are all stored when many ask for the same at once', async () => {
    const dueReads = createDueReads(await open(kind));
    await Promise.all(Array.from({ length: 10 }, (_, index) => dueReads.request('k', [request('1', { deliveryId: `d${index}` })])));
    const due = await dueReads.find('k', 'candidate|1');
    expect({ requested: due?.requested, deliveries: due?.deliveryIds.length }).toEqual({ requested: 10, deliveries: 10 });
  });
});

describe.each(engines)('sync runs %s', (kind) => {
  it('are written by the latest holder of the lease: an earlier one is refused', async () => {
    const syncRuns = createSyncRuns(await open(kind));
    const run = await syncRuns.begin('k', 1, { kind: SyncKind.FULL, startedTime: new Date(0), streams: ['candidates'] });
    await syncRuns.save({ ...run, read: 1 }, 1);
    await syncRuns.save({ ...run, read: 2 }, 2);
    await expect(syncRuns.save({ ...run, read: 3 }, 1)).rejects.toThrow('A later holder');
    expect(await syncRuns.find('k', run._id)).toMatchObject({ read: 2, leaseEpoch: 2 });
  });
});

describe.each(engines)('checkpoints %s', (kind) => {
  it('are what was put last, whole, and nothing for a connection that has none', async () => {
    const checkpoints = createCheckpoints(await open(kind));
    expect(await checkpoints.find('k')).toEqual({});
    await checkpoints.put('k', { lastFullStarted: new Date(1), latestChange: new Date(2) });
    await checkpoints.put('k', { lastStarted: new Date(3) });
    const found = await checkpoints.find('k');
    expect({ ...found, _id: undefined }).toEqual({ lastStarted: new Date(3) });
    await checkpoints.forget('k');
    expect(await checkpoints.find('k')).toEqual({});
  });
});

describe.each(engines)('test candidates %s', (kind) => {
  const now = new Date('2026-01-01T10:00:00Z');
  const never = () => false;

  async function openStore() {
    let marks = 0;
    return createTestCandidates(await open(kind), () => now, () => `m${++marks}`);
  }

  it('are one per job, also when many ask at once, and another one only once the last is over', async () => {
    const store = await openStore();
    const begun = await Promise.all(['a', 'b', 'c'].map(() => store.begin('k', 'job', 'j1', never)));
    expect(new Set(begun.map(({ mark }) => mark)).size).toBe(1);
    await store.fold('k', 'job', (stored) => foldRemoved(foldFound(stored, 'c1')));
    expect((await store.begin('k', 'job', 'j1', never)).mark).toBe(begun[0]?.mark);
    const next = await store.begin('k', 'job', 'j1', ({ removed }) => removed === true);
    expect([next.mark === begun[0]?.mark, next.externalId, next.removed, next.wanted]).toEqual([false, undefined, undefined, 'there']);
  });

  it('keep every fold, of whoever is faster, and forget what is over', async () => {
    const store = await openStore();
    await store.begin('k', 'job', 'j1', never);
    await Promise.all(Array.from({ length: 5 }, () => store.fold('k', 'job', (stored) => foldSending(stored, now))));
    expect(await store.find('k', 'job')).toMatchObject({ sendings: 5, unansweredSince: now });
    await store.fold('k', 'job', (stored) => foldFound(stored, 'c1'));
    expect(Object.keys((await store.find('k', 'job')) ?? {})).not.toContain('unansweredSince');
    expect(await store.fold('k', 'other', (stored) => stored)).toBeUndefined();
  });

  it('are listed and forgotten by connection', async () => {
    const store = await openStore();
    for (const [connection, job] of [['k', 'b'], ['k', 'a'], ['k2', 'a']] as const) {
      await store.begin(connection, job, 'j1', never);
    }
    expect((await store.listOf('k')).map(({ jobId }) => jobId).sort()).toEqual(['a', 'b']);
    await store.forget('k');
    expect([await store.listOf('k'), (await store.listOf('k2')).length]).toEqual([[], 1]);
  });
});

describe.each(engines)('accounts %s', (kind) => {
  const account: Account = { tenantId: 'acme', source: 's', baseUrl: 'https://ats.example.com', companyIdentifier: 'c' };
  const isThere = () => Promise.resolve(true);
  const isGone = () => Promise.resolve(false);

  it('belong to one connection, also when several claim at once', async () => {
    const accounts = createAccounts(await open(kind));
    const holders = await Promise.all(['a', 'b', 'c'].map((connection) => accounts.claim(account, connection, isThere)));
    expect(new Set(holders).size).toBe(1);
    expect(await accounts.claim(account, 'd', isThere)).toBe(holders[0]);
  });

  it('go to another one once the holder is gone, and to one of several', async () => {
    const accounts = createAccounts(await open(kind));
    await accounts.claim(account, 'a', isThere);
    const holders = await Promise.all(['b', 'c'].map((connection) => accounts.claim(account, connection, (holder) => Promise.resolve(holder !== 'a'))));
    expect(new Set(holders).size).toBe(1);
    await accounts.release(account, 'a');
    expect(await accounts.claim(account, 'd', isThere)).toBe(holders[0]);
    await accounts.release(account, holders[0] ?? '');
    expect(await accounts.claim(account, 'd', isGone)).toBe('d');
  });

  it('are apart by tenant, address and company', async () => {
    const accounts = createAccounts(await open(kind));
    const others = [account, { ...account, tenantId: 'globex' }, { ...account, baseUrl: 'https://other.example.com' }, { ...account, companyIdentifier: 'd' }];
    expect(await Promise.all(others.map((one, index) => accounts.claim(one, String(index), isThere)))).toEqual(['0', '1', '2', '3']);
  });
});

describe.each(engines)('sightings %s', (kind) => {
  const [before, after] = ['1111', '2222'];
  const page = (syncRunId: string, externalIds: readonly string[], offset = 0) => ({ syncRunId, stream: 'candidates', offset, kind: 'candidate' as const, externalIds });

  it('are of one pass and kind, and the same page is seen once', async () => {
    const sightings = createSightings(await open(kind));
    await sightings.put('k', page(before, ['a', 'b']));
    await sightings.put('k', page(after, ['c']));
    await sightings.put('k', page(after, ['c', 'd']));
    await sightings.put('k', { ...page(after, ['j']), stream: 'jobs', kind: 'job' });
    expect([...(await sightings.find('k', after, 'candidate'))].sort()).toEqual(['c', 'd']);
  });

  it('keep whom a read found refused or gone, whatever passes see, until they were asked for', async () => {
    const sightings = createSightings(await open(kind));
    await sightings.suspect('k', 'candidate', 'a');
    await sightings.suspect('k', 'candidate', 'a');
    await sightings.put('k', page(before, ['a', 'b']));
    await sightings.keepOnly('k', before);
    await sightings.put('k', page(after, ['a', 'b']));
    await sightings.keepOnly('k', after);
    expect([...(await sightings.find('k', before, 'candidate'))]).toEqual([]);
    expect([...(await sightings.find('k', after, 'candidate'))]).toEqual(['a', 'b']);
    expect([[...(await sightings.findSuspected('k', 'candidate'))], [...(await sightings.findSuspected('k', 'job'))]]).toEqual([['a'], []]);
    await sightings.settle('k', 'candidate', 'a');
    expect([...(await sightings.findSuspected('k', 'candidate'))]).toEqual([]);
  });
});

describe.each(engines)('the sweep %s', (kind) => {
  it('is where it was put last, and nowhere for a connection that has none', async () => {
    const sweeps = createSweeps(await open(kind));
    expect(await sweeps.find('k')).toEqual({ sweptEver: 0 });
    const sweep = { sweptEver: 7, lastRoundEnded: new Date(2), round: { startedTime: new Date(3), total: 9, swept: 4, ended: false, nextPage: 'p' } };
    await sweeps.put('k', sweep);
    expect(await sweeps.find('k')).toMatchObject(sweep);
    await sweeps.forget('k');
    expect(await sweeps.find('k')).toEqual({ sweptEver: 0 });
  });
});

describe.each(engines)('questions about an import %s', (kind) => {
  const question = { kind: 'scope', scope: { sinceYear: 2024 } } as const;
  const answer = { kind: 'scope', total: 9, inScope: 4, years: [] } as const;

  it('are answered to all who asked until then, and asked anew afterwards', async () => {
    const counts = createImportCounts(await open(kind), () => new Date());
    const [first, second] = [await counts.ask('k', question), await counts.ask('k', question)];
    const [waiting, ...others] = await counts.listOpen('k');
    expect([waiting?.question, waiting?.asked, others]).toEqual([question, 2, []]);
    expect(await counts.findAnswer(first.id, first.asked)).toBeUndefined();
    const third = await counts.ask('k', question);
    await counts.answer(waiting?._id ?? '', 2, answer);
    expect([await counts.findAnswer(first.id, first.asked), await counts.findAnswer(second.id, second.asked), await counts.findAnswer(third.id, third.asked)]).toEqual([answer, answer, undefined]);
    expect((await counts.listOpen('k')).map(({ asked }) => asked)).toEqual([3]);
  });

  it('of others are others, and of another connection; they go with it, or after an hour', async () => {
    let now = Date.parse('2026-06-01T00:00:00Z');
    const counts = createImportCounts(await open(kind), () => new Date(now));
    const asked = [await counts.ask('k', question), await counts.ask('k', { kind: 'scope', scope: {} }), await counts.ask('k', { kind: 'jobs', sinceYear: 0, cursor: '', limit: 5 }), await counts.ask('kk', question)];
    expect(new Set(asked.map(({ id }) => id)).size).toBe(4);
    expect([(await counts.listOpen('k')).length, (await counts.listOpen('kk')).length]).toEqual([3, 1]);
    now += 3_600_001;
    await counts.ask('k', question);
    expect((await counts.listOpen('k')).map(({ question: open }) => open)).toEqual([question]);
    await counts.forget('k');
    expect([(await counts.listOpen('k')).length, (await counts.listOpen('kk')).length]).toEqual([0, 1]);
  });
});
