import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsentState, SyncState, type Candidate, type SyncRun } from '@secondlook/contracts';
import { InvalidInputError, NotFoundError } from '@secondlook/kit';
import { ACME, eventually, GLOBEX, provision, readCalls, readWebhooks, silenceWebhooks, startTestStack, stateOf, waitUntilQuiet, type TestStack } from '@secondlook/testkit';
import { MongoClient } from 'mongodb';

import { expectInvariants } from './support/expect-invariants';
import { countOf, findAll, listPeople } from './support/people';

const SIZE = 160;
const DAY_MS = 86_400_000;
/** What silenced webhooks leave. */
const PERMISSIONS = ['candidates_read', 'jobs_read', 'job_applications_read', 'configuration_read'];

describe('what only lists and details tell of', () => {
  let stack: TestStack;
  let connectionId: string;

  beforeAll(async () => {
    stack = await startTestStack({ size: SIZE, speed: 20 });
    await provision(stack);
    await readWebhooks(stack);
    await Promise.all([ACME, GLOBEX].map((tenant) => stack.control(tenant).create('/candidates')));
    await waitUntilQuiet(stack.view(), 180_000);
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    connectionId = connections[0]?.connectionId ?? '';
    await silenceWebhooks(stack, ACME);
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const readCallsOf = async () => {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? [] : readCalls(endpoint);
  };
  const callsMade = async () => (await readCallsOf()).length;
  const healthOf = async () => (await stack.clients.connector.getConnectionHealth({ connectionId }, stack.as(ACME))).health;
  const applicants = async () => (await listPeople(stack, ACME)).filter(({ applications, outOfView, consentState }) => applications.length > 0 && !outOfView && consentState !== ConsentState.ENDED);
  async function reconcile(tenant = ACME): Promise<SyncRun | undefined> {
    const as = stack.as(tenant);
    const { connections } = await stack.clients.connector.listConnections({}, as);
    const of = connections[0]?.connectionId ?? '';
    const { syncRun } = await stack.clients.connector.reconcile({ connectionId: of, syncRunId: '' }, as);
    const find = async () => (await stack.clients.connector.listSyncRuns({ connectionId: of, pageSize: 1_000 }, as)).syncRuns.find((run) => run.syncRunId === syncRun?.syncRunId);
    return eventually('the pass is over', find, (run) => run !== undefined && run.state !== SyncState.OPEN, 60_000);
  }

  async function deleteInAts(count: number): Promise<string[]> {
    const doomed = (await listPeople(stack, ACME)).filter(({ applications }) => applications.length > 0).slice(0, count);
    for (const { externalId } of doomed) {
      await stack.control(ACME).remove(`/candidates/${externalId}`);
    }
    return doomed.map(({ candidateId }) => candidateId);
  }

  it('a deletion is found by the next reconcile: absence makes suspicious, the ATS’s own denial is the proof', async () => {
    const doomed = await deleteInAts(3);
    const job = (await stateOf(stack, ACME)).find((line) => line.kind === 'job' && line.body['status'] !== undefined);
    const before = await findAll(stack, ACME, {});
    expect(doomed.every((id) => before.includes(id))).toBe(true);
    const calls = await callsMade();
    const run = await reconcile();
    expect([run?.state, run?.suspected]).toEqual([SyncState.DONE, 3]);
    // Two lists, reference data, and two calls a suspect: one that denies, one that proves that the ATS is well.
    expect((await callsMade()) - calls).toBeLessThan(40);
    await eventually('they are gone', () => findAll(stack, ACME, {}), (found) => doomed.every((id) => !found.includes(id)));
    expect(await findAll(stack, ACME, {})).toHaveLength(before.length - 3);
    expect(job).toBeDefined();
    await expectInvariants(stack.view);
  }, 120_000);

  describe('a consent', () => {
    let people: Candidate[];
    let before: { totalSize: number; consentEndedSize: number };
    const consent = (index: number, status: string, decided?: string) =>
      stack.control(ACME).put(`/candidates/${people[index]?.externalId ?? ''}/consent`, { status, ...(decided === undefined ? {} : { decisions: [{ scope: 'Single', status: decided }] }) });
    const idOf = (index: number) => people[index]?.candidateId ?? '';
    const searched = async () => {
      const { totalSize, consentEndedSize } = await stack.clients.search.searchCandidates({ pageSize: 1 }, stack.as(ACME));
      return { totalSize, consentEndedSize };
    };
    const askedFor = async () => (await readCallsOf()).filter(({ endpoint }) => endpoint === 'GET /candidates/{id}/consents').length;

    /** Two have given it, one was asked, one never was. No list of changes shows it, as little as a webhook does. */
    beforeAll(async () => {
      people = (await applicants()).filter(({ attachments }) => attachments.some(({ sha256 }) => sha256 !== '')).slice(-4);
      await stack.control(ACME).put('/switches', { updated_on_moves_with: 'profile' });
      before = await searched();
      await consent(0, 'ACQUIRED', 'acquired');
      await consent(1, 'ACQUIRED', 'acquired');
      await consent(2, 'PENDING', 'required');
      await consent(3, 'REQUIRED');
      await reconcile();
    }, 60_000);
    afterAll(() => stack.control(ACME).put('/switches', { updated_on_moves_with: 'everything' }));

    it('that was given, is awaited or was never asked for leaves everybody where they are, at no call for those nobody asked', async () => {
      await waitUntilQuiet(stack.view(), 60_000);
      expect(await searched()).toEqual(before);
      expect(await askedFor()).toBeLessThanOrEqual(3);
      expect((await listPeople(stack, ACME)).filter(({ consentState }) => consentState === ConsentState.GIVEN)).toHaveLength(2);
      await expectInvariants(stack.view);
    }, 120_000);

    it('that ended takes people out of hits and counts, and says how many; the mirror keeps them, and they are back once it is given again', async () => {
      await consent(0, 'REQUIRED');
      await consent(2, 'REQUIRED', 'declined');
      await reconcile();
      const gone = [idOf(0), idOf(2)];
      await eventually('they are left out', searched, ({ consentEndedSize }) => consentEndedSize === 2);
      expect(await searched()).toEqual({ totalSize: before.totalSize - 2, consentEndedSize: 2 });
      const found = await findAll(stack, ACME, {});
      expect([found.length, found.filter((id) => gone.includes(id))]).toEqual([before.totalSize - 2, []]);
      const name = people[0]?.name?.full ?? '';
      const { hits, consentEndedSize } = await stack.clients.search.searchCandidates({ query: `"${name}"` }, stack.as(ACME));
      expect([hits.filter(({ candidateId }) => gone.includes(candidateId)), consentEndedSize]).toEqual([[], 1]);
      expect((await stack.clients.search.countFacets({ facets: [] }, stack.as(ACME))).totalSize).toBe(before.totalSize - 2);
      const kept = (await listPeople(stack, ACME)).filter(({ candidateId }) => gone.includes(candidateId));
      expect(kept.map(({ name: of, consentState }) => [of?.full !== '', consentState])).toEqual(Array.from({ length: 2 }, () => [true, ConsentState.ENDED]));
      expect((await healthOf())?.hidden).toEqual({ outOfView: 0, consentEnded: 2 });
      await expectInvariants(stack.view);
      await expectAsMissing();

      await consent(0, 'ACQUIRED', 'acquired');
      await consent(2, 'ACQUIRED', 'acquired');
      await reconcile();
      await eventually('they are found again', searched, (found) => found.totalSize === before.totalSize && found.consentEndedSize === 0);
      expect(await findAll(stack, ACME, {})).toEqual(expect.arrayContaining(gone));
      await expectInvariants(stack.view);
    }, 180_000);

    it('to be kept for other jobs counts once no application goes on any more', async () => {
      const control = stack.control(GLOBEX);
      const [declining, leaving] = (await listPeople(stack, GLOBEX)).filter(({ applications }) => applications.length === 1);
      const move = (person: Candidate | undefined, status: string) => control.patch(`/candidates/${person?.externalId ?? ''}/applications/${person?.applications[0]?.jobExternalId ?? ''}`, { status });
      const decisions = [{ scope: 'SmartRecruit', status: 'acquired' }, { scope: 'SmartCRM', status: 'declined' }];
      for (const [person, status] of [[declining, 'IN_REVIEW'], [leaving, 'REJECTED']] as const) {
        await move(person, status);
        await control.put(`/candidates/${person?.externalId ?? ''}/consent`, { status: 'ACQUIRED', decisions });
      }
      await reconcile(GLOBEX);
      const found = () => findAll(stack, GLOBEX, {});
      await eventually('who applies no more is left out', found, (ids) => !ids.includes(leaving?.candidateId ?? ''));
      await waitUntilQuiet(stack.view(), 60_000);
      expect(await found()).toContain(declining?.candidateId);
      await move(declining, 'WITHDRAWN');
      await eventually('the other one is, once the application is over', found, (ids) => !ids.includes(declining?.candidateId ?? ''));
      await expectInvariants(stack.view);
    }, 120_000);

    /** Whoever has the id is answered as for somebody who is not there, when asking for a file too. */
    async function expectAsMissing(): Promise<void> {
      const as = { authorization: `Bearer ${(await stack.tokensOf(ACME))['recruiter'] ?? ''}` };
      const answerTo = async (candidateId: string, attachmentId = '') => {
        const receive = async () => {
          for await (const _part of stack.clients.ingestion.getAttachment({ candidateId, attachmentId }, as)) {
            throw new Error('a file was sent');
          }
        };
        const asked = attachmentId === '' ? stack.clients.search.getCandidate({ candidateId }, as) : receive();
        return asked.then(() => 'answered', (error: unknown) => String(error));
      };
      expect(await answerTo(idOf(0))).toBe(await answerTo('0'.repeat(32)));
      expect(await answerTo(idOf(3))).toBe('answered');
      const [file] = people[0]?.attachments ?? [];
      expect(await answerTo(idOf(0), file?.attachmentId ?? 'none')).toBe(await answerTo('0'.repeat(32), 'none'));
    }
  });

  describe('a credential that may see less than before', () => {
    const narrow = (outOfView: readonly Candidate[]) =>
      stack.control(ACME).put('/credentials/default', { token: stack.sandbox[ACME]?.token ?? '', permissions: PERMISSIONS, candidatesOutOfView: outOfView.map(({ externalId }) => externalId) });

    it.each(['403', '401'])('hides those it is refused (%s), and erases nobody; once it may see them they are back', async (status) => {
      await stack.control(ACME).put('/switches', { out_of_view_status: status });
      const before = await findAll(stack, ACME, {});
      const lost = (await applicants()).slice(0, 3);
      const ids = lost.map(({ candidateId }) => candidateId);
      await narrow(lost);
      const run = await reconcile();
      expect([run?.state, run?.suspected, run?.hidden, run?.gone]).toEqual([SyncState.DONE, 3, 3, 0]);
      await eventually('they are not found', () => findAll(stack, ACME, {}), (found) => found.length === before.length - 3 && ids.every((id) => !found.includes(id)));
      expect((await healthOf())?.hidden?.outOfView).toBe(3);
      const kept = (await listPeople(stack, ACME)).filter(({ candidateId }) => ids.includes(candidateId));
      expect(kept.map(({ externalId, email, outOfView }) => ({ externalId, email, outOfView }))).toEqual(lost.map(({ externalId, email }) => ({ externalId, email, outOfView: true })));
      await expect(stack.clients.search.getCandidate({ candidateId: ids[0] ?? '' }, stack.as(ACME))).rejects.toBeInstanceOf(NotFoundError);
      await expectInvariants(stack.view);
      // Who is known to be out of view is not suspected, nor asked for, pass after pass.
      const calls = (await readCallsOf()).length;
      expect((await reconcile())?.suspected).toBe(0);
      expect((await readCallsOf()).slice(calls).filter(({ path }) => lost.some(({ externalId }) => path.includes(externalId)))).toEqual([]);

      await narrow([]);
      await reconcile();
      await eventually('they are found again', () => findAll(stack, ACME, {}), (found) => found.length === before.length && ids.every((id) => found.includes(id)));
      expect((await healthOf())?.hidden?.outOfView).toBe(0);
      await expectInvariants(stack.view);
    }, 180_000);

    it('of very many hides nobody without a person', async () => {
      const before = await findAll(stack, ACME, {});
      await narrow((await applicants()).slice(0, 30));
      const run = await reconcile();
      expect([run?.state, run?.suspected, run?.hidden]).toEqual([SyncState.ASKING, 30, 0]);
      await narrow([]);
      await waitUntilQuiet(stack.view(), 60_000);
      expect((await findAll(stack, ACME, {})).length).toBe(before.length);
    }, 120_000);
  });

  it('what no list shows is read again when its time has come, evenly and once, also when the connector dies meanwhile', async () => {
    const mongo = await MongoClient.connect(stack.engines.mongo.url);
    try {
      const person = (await applicants()).find(({ applications }) => applications.some(({ primary }) => !primary));
      const other = person?.applications.find(({ primary }) => !primary);
      const statusOf = async () => (await listPeople(stack, ACME)).find(({ candidateId }) => candidateId === person?.candidateId)?.applications.find(({ jobId }) => jobId === other?.jobId)?.startsOn;
      const startsOnBefore = await statusOf();
      await stack.control(ACME).put('/switches', { updated_on_moves_with: 'profile' });
      await stack.control(ACME).patch(`/candidates/${person?.externalId ?? ''}/applications/${other?.jobExternalId ?? ''}`, { startsOn: '2031-01-02' });
      // Whoever has no application is in no list: nobody is missed there.
      const unlisted = (await applicants()).find(({ applications, candidateId }) => applications.length === 1 && candidateId !== person?.candidateId);
      await stack.control(ACME).remove(`/candidates/${unlisted?.externalId ?? ''}/applications/${unlisted?.applications[0]?.jobExternalId ?? ''}`);
      expect((await reconcile())?.suspected).toBe(1);
      await stack.control(ACME).remove(`/candidates/${unlisted?.externalId ?? ''}`);
      expect((await reconcile())?.suspected).toBe(0);
      const isThere = async () => (await listPeople(stack, ACME)).some(({ candidateId }) => candidateId === unlisted?.candidateId);
      await waitUntilQuiet(stack.view(), 60_000);
      expect([await statusOf(), await isThere()]).toEqual([startsOnBefore, true]);
      expect((await healthOf())?.sweep).toMatchObject({ periodSeconds: (14 * DAY_MS) / 1_000, swept: 0 });

      const before = await callsMade();
      // Half a round later: whoever starts the connector again finds it out.
      await mongo.db('connector').collection<{ _id: string }>('sweeps').updateOne({ _id: connectionId }, { $set: { 'round.startedTime': new Date(Date.now() - 7 * DAY_MS) } });
      await stack.services.get('connector')?.kill();
      const { total = 0 } = (await eventually('health is told again', () => healthOf().catch(() => undefined), (health) => health?.sweep !== undefined, 60_000))?.sweep ?? {};
      const half = Math.floor(total * (7 / 12.6));
      await eventually('half of them are asked for', async () => (await healthOf())?.sweep, (sweep) => sweep?.swept === half, 60_000);
      await mongo.db('connector').collection<{ _id: string }>('sweeps').updateOne({ _id: connectionId }, { $set: { 'round.startedTime': new Date(Date.now() - 13 * DAY_MS) } });
      await stack.services.get('connector')?.kill();
      await eventually('the round ends', () => healthOf().catch(() => undefined), (health) => health?.sweep?.lastRoundEndedTime !== undefined, 60_000);
      await eventually('what no list showed is mirrored', statusOf, (startsOn) => startsOn === '2031-01-02', 60_000);
      await waitUntilQuiet(stack.view(), 60_000);
      await stack.control(ACME).put('/switches', { updated_on_moves_with: 'everything' });
      const readBySweep = (await readCallsOf()).slice(before);
      expect(await isThere()).toBe(true);
      const run = await reconcile();
      expect([run?.suspected, run?.gone, await isThere()]).toEqual([1, 1, false]);
      await expectInvariants(stack.view);
      const reads = readBySweep.filter(({ endpoint }) => endpoint === 'GET /candidates/{id}');
      expect(new Set(reads.map(({ path }) => path)).size).toBe((await listPeople(stack, ACME)).length + 1);
      // Two deaths, four in hand each.
      expect(reads.length - new Set(reads.map(({ path }) => path)).size).toBeLessThanOrEqual(8);
    } finally {
      await mongo.close();
    }
  }, 240_000);

  it('a deletion of very many is not believed without a person: the pass asks, and buries nobody', async () => {
    const before = await countOf(stack, ACME, '');
    await deleteInAts(40);
    const run = await reconcile();
    expect([run?.state, run?.suspected]).toEqual([SyncState.ASKING, 40]);
    await waitUntilQuiet(stack.view(), 60_000);
    expect(await countOf(stack, ACME, '')).toBe(before);

    const approve = (syncRunId: string, tenant = ACME) => stack.clients.connector.reconcile({ connectionId, syncRunId }, stack.as(tenant));
    await expect(approve('no-such-pass')).rejects.toBeInstanceOf(NotFoundError);
    await expect(approve(run?.syncRunId ?? '', GLOBEX)).rejects.toBeInstanceOf(NotFoundError);
    await approve(run?.syncRunId ?? '');
    await eventually('they are gone once approved', () => countOf(stack, ACME, ''), (count) => count === before - 40, 60_000);
    await expectInvariants(stack.view);
    await expect(approve(run?.syncRunId ?? '')).rejects.toBeInstanceOf(InvalidInputError);
  }, 180_000);
});
