import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncKind, SyncState, type ImportJob, type ImportScope, type SyncRun } from '@secondlook/contracts';
import { allPages, InvalidInputError, NotFoundError } from '@secondlook/kit';
import { ACME, eventually, GLOBEX, provision, readCalls, readWebhooks, startTestStack, stateOf, waitUntilQuiet, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf, listPeople } from './support/people';

const QUIET_MS = 120_000;
const DETAIL = 'GET /candidates/{id}';

interface Person {
  readonly id: string;
  readonly updated: Date;
  readonly jobs: readonly string[];
}

function timeOf(value: unknown): Date {
  return new Date(typeof value === 'string' ? value : Number.NaN);
}

describe('the import scope of a connection', () => {
  let stack: TestStack;
  let connectionId = '';
  /** The job that most applied for. */
  let job = '';

  beforeAll(async () => {
    stack = await startTestStack({ size: 60 });
    await provision(stack, { [ACME]: { paused: true } });
    connectionId = (await connector().listConnections({}, stack.as(ACME))).connections[0]?.connectionId ?? '';
    const applied = (await inAts()).flatMap(({ jobs }) => jobs);
    job = [...Map.groupBy(applied, (id) => id)].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const connector = () => stack.clients.connector;
  const as = () => ({ ...stack.as(ACME), deadlineMs: 60_000 });
  const choose = (importScope: Partial<ImportScope>) => connector().updateConnection({ connectionId, importScope }, as());
  const count = (importScope: Partial<ImportScope>) => connector().countImport({ connectionId, importScope }, as());
  const mirrored = async () => (await listPeople(stack, ACME)).map(({ externalId }) => externalId).sort();
  const quiet = () => waitUntilQuiet(stack.view(), QUIET_MS);
  async function callsMade() {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? [] : readCalls(endpoint);
  }
  const readsOf = async (id: string) => (await callsMade()).filter(({ path }) => path.startsWith(`/candidates/${id}`)).map(({ endpoint }) => endpoint);

  /** Whom the ATS's list has, by the ATS's own word. */
  async function inAts(): Promise<Person[]> {
    const state = await stateOf(stack, ACME);
    const jobs = Map.groupBy(state.flatMap((line) => (line.kind === 'application' ? [line] : [])), ({ candidateId }) => candidateId);
    return state.flatMap((line) => (line.kind === 'candidate' && line.listed ? [{ id: line.id, updated: timeOf(line.body['updatedOn']), jobs: (jobs.get(line.id) ?? []).map(({ jobId }) => jobId) }] : []));
  }
  const idsOf = (people: readonly Person[]) => people.map(({ id }) => id).sort();
  const applicants = async () => idsOf((await inAts()).filter(({ jobs }) => jobs.includes(job)));
  /** Whoever applied for the job is mirrored; repeating it changes nothing. */
  async function bringApplicants(): Promise<void> {
    await choose({ jobExternalIds: [job] });
    await connector().resumeConnection({ connectionId }, as());
    await readWebhooks(stack);
    await quiet();
  }
  async function outsiders(): Promise<string[]> {
    const there = await mirrored();
    return idsOf(await inAts()).filter((id) => !there.includes(id));
  }
  const passes = async () => (await connector().listSyncRuns({ connectionId, pageSize: 100 }, as())).syncRuns;
  async function reconcile(): Promise<SyncRun | undefined> {
    const { syncRun } = await connector().reconcile({ connectionId, syncRunId: '' }, as());
    const find = async () => (await passes()).find(({ syncRunId }) => syncRunId === syncRun?.syncRunId);
    return eventually('the pass is over', find, (run) => run !== undefined && run.state !== SyncState.OPEN, QUIET_MS);
  }

  it('is counted before anybody is brought, choice by choice, at a short call each', async () => {
    const people = await inAts();
    const { total, inScope, years, mirrored: held, summary } = await count({});
    const since = (year: number) => people.filter(({ updated }) => updated.getUTCFullYear() >= year).length;
    expect([total, inScope, held, summary]).toEqual([people.length, people.length, 0, expect.stringContaining(`${people.length} of ${people.length}`)]);
    expect(years.length).toBeGreaterThan(1);
    expect(years).toEqual(years.map(({ year }) => ({ year, candidatesSince: since(year), candidates: since(year) - since(year + 1) })));
    expect(years.at(-1)?.candidatesSince).toBe(people.length);

    const jobs: ImportJob[] = [];
    for await (const one of allPages((pageToken) => connector().listImportJobs({ connectionId, pageSize: 7, pageToken }, as()), (page) => page.jobs)) {
      jobs.push(one);
    }
    const ofJob = (id: string) => people.filter((person) => person.jobs.includes(id)).length;
    expect(jobs.length).toBeGreaterThan(7);
    expect(jobs).toEqual(jobs.map((one) => ({ ...one, candidates: ofJob(one.jobExternalId) })));
    expect(jobs.find(({ jobExternalId }) => jobExternalId === job)?.title).not.toBe('');
    const { year = 0 } = years[0] ?? {};
    const both = await count({ updatedSinceYear: year, jobExternalIds: [job] });
    expect(both.inScope).toBe(people.filter(({ updated, jobs: of }) => updated.getUTCFullYear() >= year && of.includes(job)).length);
    expect((await callsMade()).filter(({ path, endpoint }) => endpoint === DETAIL || path.includes('attachments'))).toEqual([]);
    expect(await mirrored()).toEqual([]);
  }, 90_000);

  it('is refused where it cannot be, and is nobody else’s to count or to choose', async () => {
    await expect(choose({ updatedSinceYear: 1_066 })).rejects.toThrow(InvalidInputError);
    await expect(count({ jobExternalIds: [''] })).rejects.toThrow(InvalidInputError);
    await expect(connector().countImport({ connectionId }, stack.as(GLOBEX))).rejects.toThrow(NotFoundError);
    await expect(connector().listImportJobs({ connectionId }, stack.as(GLOBEX))).rejects.toThrow(NotFoundError);
    await expect(connector().updateConnection({ connectionId, importScope: {} }, stack.as(GLOBEX))).rejects.toThrow(NotFoundError);
  });

  it('of one job brings whom it names and nobody else, and no more is read of others than says so', async () => {
    const { connection } = await choose({ jobExternalIds: [job] });
    expect([connection?.importScope?.jobExternalIds, connection?.pausedTime === undefined]).toEqual([[job], false]);
    await bringApplicants();
    expect(await mirrored()).toEqual(await applicants());
    const read = (await callsMade()).filter(({ endpoint }) => endpoint === DETAIL);
    expect(new Set(read.map(({ path }) => path.split('/')[2])).size).toBe((await applicants()).length);
  }, 180_000);

  it('lets nobody in from outside, also when a webhook tells of them, until they meet it', async () => {
    await bringApplicants();
    const [outsider = '', another = ''] = await outsiders();
    await stack.control(ACME).patch(`/candidates/${outsider}`, { firstName: 'Outsidera' });
    const newcomer = await stack.control(ACME).create('/candidates', { firstName: 'Newcomera', lastName: 'Outside', email: 'newcomera@example.com' });
    await stack.control(ACME).post(`/candidates/${another}/applications`, { jobId: job });
    await eventually('who applied for the job is there', mirrored, (there) => there.includes(another), 30_000);
    await quiet();
    expect((await mirrored()).filter((id) => [outsider, newcomer].includes(id))).toEqual([]);
    expect(await readsOf(outsider)).toEqual([DETAIL]);
    expect(await countOf(stack, ACME, 'outsidera')).toBe(0);
    await expectInvariants(stack.view);
  }, 120_000);

  it('that is narrowed deletes and hides nobody; whoever is mirrored is kept up to date, and the list’s silence about them is no suspicion', async () => {
    await bringApplicants();
    const before = await mirrored();
    const [stays = '', leaves = ''] = before;
    const year = (await count({})).years[0]?.year ?? 0;
    // Of this year and of a job that nobody applied for: nobody.
    const nobody = { updatedSinceYear: year, jobExternalIds: ['00000000-0000-4000-8000-000000000000'] };
    expect(await count(nobody)).toMatchObject({ inScope: 0, mirrored: before.length, mirroredOutside: before.length, summary: expect.stringContaining('they stay') });
    await choose(nobody);
    await quiet();
    expect(await reconcile()).toMatchObject({ state: SyncState.DONE, suspected: 0, gone: 0, hidden: 0 });
    expect([await mirrored(), await countOf(stack, ACME, '')]).toEqual([before, before.length]);

    await stack.control(ACME).patch(`/candidates/${stays}`, { firstName: 'Outlivera' });
    await stack.control(ACME).remove(`/candidates/${leaves}`);
    await eventually('the change is found', () => countOf(stack, ACME, 'outlivera'), (found) => found === 1, 30_000);
    await eventually('the deletion is', mirrored, (there) => !there.includes(leaves), 30_000);
    const [outsider = ''] = await outsiders();
    await stack.control(ACME).patch(`/candidates/${outsider}`, { firstName: 'Outsiderb' });
    await expectInvariants(stack.view);
    expect(await mirrored()).toEqual(before.filter((id) => id !== leaves));
  }, 180_000);

  it('that is widened brings all whom it names now, by itself, also in the middle of a pass, and reads nobody again who is there', async () => {
    await bringApplicants();
    const [held = ''] = await applicants();
    const reads = (await readsOf(held)).length;
    const another = (await inAts()).flatMap(({ jobs }) => jobs).find((id) => id !== job) ?? '';
    await stack.control(ACME).put('/faults', { faults: [{ name: 'slow_answer', ms: 4_000, most: 1, endpoints: ['GET /candidates'] }] });
    await choose({ jobExternalIds: [job, another] });
    const open = (await eventually('a full pass begins', passes, ([run]) => run?.state === SyncState.OPEN && run.kind === SyncKind.FULL, 30_000))[0];
    await choose({});
    const everybody = idsOf(await inAts());
    await eventually('all are there', mirrored, (there) => there.length === everybody.length, QUIET_MS);
    expect(await mirrored()).toEqual(everybody);
    const [last, ...before] = (await eventually('the pass is done', passes, ([run]) => run?.state === SyncState.DONE, QUIET_MS)).filter(({ kind }) => kind === SyncKind.FULL);
    expect([last?.syncRunId, before.length > 0]).toEqual([open?.syncRunId, true]);
    expect((await readsOf(held)).length).toBe(reads);
    await expectInvariants(stack.view);
  }, 180_000);
});
