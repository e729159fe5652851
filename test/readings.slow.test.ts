import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Capability, SyncKind, SyncState, TestCandidateState, type Candidate, type SyncRun } from '@secondlook/contracts';
import { ACME, eventually, GLOBEX, provision, readCalls, readEvents, readWebhooks, startTestStack, stateOf, waitUntilQuiet, type SandboxControl, type TestStack } from '@secondlook/testkit';
import { MongoClient } from 'mongodb';

import { expectInvariants } from './support/expect-invariants';
import { countOf, listPeople } from './support/people';

/**
 * What the ATS's reference leaves open (§13.1–4, 6, 8), read otherwise than the other tests do: each switch of the sandbox has each of its
 * values in one account of these or in another, or in the test of it below.
 */
const READINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [ACME]: {
    updated_on_moves_with: 'profile',
    updated_after: 'exclusive',
    candidate_order: 'latest_change_first',
    page_id_lifetime_s: 1,
    total_found_cap: 50,
    unapplied_listed: true,
    out_of_view_status: '401',
    rate_limit_scope: 'endpoint',
    refusal_body: 'html',
    retry_after_s: 1,
    // With the standard, nothing at all would tell of a removed application when it moves no `updatedOn`: only the sweep would.
    application_deletion_emits: 'candidate.updated',
    merge_emits: 'candidate.deleted',
    retention_emits: 'nothing',
    suspend_after: 1,
    suspended_status: 'suspended',
    delivery_delay_s: 20,
  },
  initech: { deep_paging_cap: 20, refusal_body: 'none', retry_timestamp: 'first_try' },
  // As the other tests have it.
  [GLOBEX]: {},
};
const TENANTS = Object.keys(READINGS);
/** Two pages of the list. */
const SIZE = 102;
const QUIET_MS = 120_000;
const DETAIL = 'GET /candidates/{id}';

describe('an ATS of which its reference says too little', () => {
  let stack: TestStack;
  let mongo: MongoClient;

  beforeAll(async () => {
    // Passes begin when the test wants them.
    stack = await startTestStack({ size: SIZE, others: [{ tenant: 'initech', size: 50, seed: 4_242 }], environment: { SYNC_INCREMENTAL_EVERY_MS: '3600000' } });
    mongo = await MongoClient.connect(stack.engines.mongo.url);
    await onAll(async (tenant, control) => {
      await control.put('/switches', READINGS[tenant]);
      await control.put('/faults', { faults: [{ name: 'rate_limited', most: 3, endpoints: [DETAIL] }] });
    });
    await provision(stack);
    await readWebhooks(stack);
    // No page id was good for long enough: the list began again and again.
    await eventually('a page id expired', callsOf, (calls) => calls.some(({ endpoint, status }) => endpoint === 'GET /candidates' && status === 400), 60_000);
    await stack.control(ACME).put('/switches', { page_id_lifetime_s: 3_000 });
    await waitUntilQuiet(stack.view(), QUIET_MS);
  }, 300_000);
  afterAll(async () => {
    await mongo.close();
    await stack.stop();
  }, 60_000);

  const onAll = <T>(act: (tenant: string, control: SandboxControl) => Promise<T>): Promise<T[]> => Promise.all(TENANTS.map((tenant) => act(tenant, stack.control(tenant))));
  async function callsOf(tenant = ACME) {
    const endpoint = stack.sandbox[tenant];
    return endpoint === undefined ? [] : readCalls(endpoint);
  }
  async function connectionIdOf(tenant: string): Promise<string> {
    return (await stack.clients.connector.listConnections({}, stack.as(tenant))).connections[0]?.connectionId ?? '';
  }
  async function fullPass(tenant: string): Promise<SyncRun | undefined> {
    const connectionId = await connectionIdOf(tenant);
    const start = async () => (await stack.clients.connector.startSync({ connectionId, kind: SyncKind.FULL }, stack.as(tenant))).syncRun;
    const begun = await eventually(`a full pass of ${tenant} begins`, start, (run) => run?.kind === SyncKind.FULL);
    const find = async () => (await stack.clients.connector.listSyncRuns({ connectionId, pageSize: 100 }, stack.as(tenant))).syncRuns.find(({ syncRunId }) => syncRunId === begun?.syncRunId);
    return eventually(`the full pass of ${tenant} is over`, find, (run) => run !== undefined && run.state !== SyncState.OPEN, QUIET_MS);
  }
  const applicantsOf = async (tenant: string) => (await listPeople(stack, tenant)).filter(({ applications, outOfView }) => applications.length > 0 && !outOfView);
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index];
    if (item === undefined) {
      throw new Error(`there is no item ${index}`);
    }
    return item;
  };

  it('is read whole at first: pages that expire, an order that moves, a list that ends too soon, refusals without a word', async () => {
    const missing = await onAll(async (tenant) => {
      const there = new Set((await listPeople(stack, tenant)).map(({ externalId }) => externalId));
      return (await stateOf(stack, tenant)).filter((line) => line.kind === 'candidate' && line.listed && !there.has(line.id)).length;
    });
    expect(missing).toEqual(TENANTS.map(() => 0));
    const refused = await onAll(async (tenant) => (await callsOf(tenant)).filter(({ fault }) => fault === 'rate_limited').length);
    expect(refused).toEqual(TENANTS.map(() => 3));
  }, 60_000);

  it('is followed through changes of each sort, and to each end that there is', async () => {
    const doomed = await onAll(async (tenant, control) => {
      const people = await applicantsOf(tenant);
      const [single, several] = [people.filter(({ applications }) => applications.length === 1), people.filter(({ applications }) => applications.length > 1)];
      const pathOf = ({ externalId }: Candidate) => `/candidates/${externalId}`;
      const firstJobOf = ({ applications }: Candidate) => at(applications, 0).jobExternalId;

      await control.patch(pathOf(at(single, 0)), { firstName: 'Umbenannta', tags: ['renamed'] });
      await control.patch(`${pathOf(at(single, 1))}/applications/${firstJobOf(at(single, 1))}`, { status: 'INTERVIEW' });
      const title = `Alchemist of ${tenant}`;
      const jobId = await control.create('/jobs', { title: 'To be renamed', status: 'SOURCING' });
      await control.post(`${pathOf(at(single, 2))}/applications`, { jobId });
      await control.patch(`/jobs/${jobId}`, { title });
      await control.remove(`${pathOf(at(several, 0))}/applications/${firstJobOf(at(several, 0))}`);
      await control.post(`${pathOf(at(single, 3))}/attachments`, { name: 'cv.pdf', type: 'RESUME', contentType: 'application/pdf', text: `Tamed pterodactyls at ${tenant}.` });
      const filed = [...single.slice(9), ...several.slice(1)].find(({ attachments }) => attachments.length > 0);
      if (READINGS[tenant]?.['updated_on_moves_with'] !== 'profile') {
        // No event tells of a file that was removed: when it moves no `updatedOn` either, only the sweep finds it out.
        await control.remove(`/candidates/${filed?.externalId ?? ''}/attachments/${filed?.attachments[0]?.externalId ?? ''}`);
      }
      await control.create('/candidates', { firstName: 'Talentpoolia', lastName: 'Newcomer', email: `talentpoolia@${tenant}.example.com` });

      const [loser, winner, bySystem, byUser, bySelf] = [at(single, 4), at(single, 5), at(single, 6), at(single, 7), at(single, 8)];
      await control.post(`${pathOf(loser)}/merge`, { into: winner.externalId });
      await control.remove(`${pathOf(bySystem)}?by=SYSTEM`);
      await control.remove(pathOf(byUser));
      await control.remove(`${pathOf(bySelf)}?by=CANDIDATE`);
      const doomedJob = await control.create('/jobs', { title: 'To be deleted', status: 'SOURCING' });
      await control.remove(`/jobs/${doomedJob}`);
      return { loser, winner, gone: [loser, bySystem, byUser, bySelf].map(({ candidateId }) => candidateId) };
    });
    await expectInvariants(stack.view);
    await onAll(async (tenant) => {
      expect([tenant, await countOf(stack, tenant, 'umbenannta'), await countOf(stack, tenant, `alchemist ${tenant}`), await countOf(stack, tenant, 'pterodactyls')]).toEqual([tenant, 1, 1, 1]);
      // Of people without an application only a webhook tells, or a list that has them.
      expect([tenant, await countOf(stack, tenant, 'talentpoolia')]).toEqual([tenant, 1]);
      const { loser, winner, gone } = at(doomed, TENANTS.indexOf(tenant));
      const { candidates } = await stack.clients.ingestion.getCandidates({ candidateIds: gone }, stack.as(tenant));
      expect(candidates.map(({ deleted }) => deleted)).toEqual(gone.map(() => true));
      expect(candidates.find(({ candidateId }) => candidateId === loser.candidateId)?.mergedIntoId).toBe(winner.candidateId);
    });
  }, 180_000);

  it('hides whom it refuses, however it says so, and shows them again', async () => {
    const lost = (await applicantsOf(ACME)).slice(-2);
    const token = stack.sandbox[ACME]?.token ?? '';
    const refuse = (candidatesOutOfView: string[]) => stack.control(ACME).put('/credentials/default', { token, candidatesOutOfView });
    const before = await countOf(stack, ACME, '');
    await refuse(lost.map(({ externalId }) => externalId));
    expect(await fullPass(ACME)).toMatchObject({ state: SyncState.DONE, suspected: 2, hidden: 2, gone: 0 });
    await eventually('they are not found', () => countOf(stack, ACME, ''), (count) => count === before - 2);
    await refuse([]);
    await fullPass(ACME);
    await eventually('they are found again', () => countOf(stack, ACME, ''), (count) => count === before);
  }, 120_000);

  it('loses nothing while its webhooks fail, come late, or stop', async () => {
    const callbacks = mongo.db('webhook_gateway').collection<{ _id: string; tenantId: string; sealedSigningKeys: string[] }>('callbacks');
    const jobs = await onAll(async (tenant, control) => {
      const callback = await callbacks.findOne({ tenantId: tenant });
      const keep = (sealedSigningKeys: string[]) => callbacks.updateOne({ _id: callback?._id ?? '' }, { $set: { sealedSigningKeys } });
      await keep([]);
      const person = at((await applicantsOf(tenant)).filter(({ applications }) => applications.length === 1), 0);
      const jobId = await control.create('/jobs', { title: `Latecomer of ${tenant}`, status: 'SOURCING' });
      await control.post(`/candidates/${person.externalId}/applications`, { jobId, status: 'NEW' });
      const failed = async () => {
        const endpoint = stack.sandbox[tenant];
        return (endpoint === undefined ? [] : await readEvents(endpoint)).filter((line) => line.kind === 'delivery' && line.status !== 202);
      };
      await eventually(`a delivery to ${tenant} failed`, failed, (lines) => lines.length > 0);
      if (READINGS[tenant]?.['suspend_after'] === undefined) {
        // It is tried again; a suspended subscription is made active by the next pass, and its log tells what failed.
        await keep(callback?.sealedSigningKeys ?? []);
      }
      return `latecomer ${tenant}`;
    });
    await expectInvariants(stack.view);
    expect(await onAll(async (tenant) => countOf(stack, tenant, at(jobs, TENANTS.indexOf(tenant))))).toEqual(TENANTS.map(() => 1));
  }, 180_000);

  describe('to whom somebody is sent twice, because the first time was forgotten', () => {
    const as = () => ({ ...stack.as(ACME), deadlineMs: 60_000 });
    const isTest = (line: { kind: string; body?: unknown }) => line.kind === 'candidate' && JSON.stringify(line.body).includes('secondlook-test');
    const inAts = async () => (await stateOf(stack, ACME)).flatMap((line) => (line.kind === 'candidate' && isTest(line) ? [line.id] : []));

    beforeAll(async () => {
      const connectionId = await connectionIdOf(ACME);
      await stack.clients.connector.updateConnection({ connectionId, capabilities: { capabilities: [Capability.EXPORT] } }, as());
      await stack.clients.connector.verifyConnection({ connectionId }, as());
    }, 60_000);

    it.each([
      { duplicate_candidate: 'reuse', duplicate_application: 'unchanged', created_status: 'LEAD', closed_job: 'accept' },
      { duplicate_candidate: 'reuse', duplicate_application: 'conflict', created_status: 'NEW', closed_job: 'refuse' },
      { duplicate_candidate: 'conflict', duplicate_application: 'unchanged', created_status: 'NEW', closed_job: 'refuse' },
      { duplicate_candidate: 'new_profile', duplicate_application: 'unchanged', created_status: 'LEAD', closed_job: 'accept' },
    ])('and which reads its duplicates as $duplicate_candidate, $duplicate_application', async (switches) => {
      await stack.control(ACME).put('/switches', switches);
      const connectionId = await connectionIdOf(ACME);
      const words = `closing soon ${switches.duplicate_candidate} ${switches.duplicate_application}`;
      const closing = await stack.control(ACME).create('/jobs', { title: words, status: 'SOURCING' });
      const list = async () => (await stack.clients.connector.listExportJobs({ connectionId, words }, as())).jobs;
      const [job] = await eventually('the job is mirrored', list, (jobs) => jobs.length === 1);
      const [jobId, before] = [job?.jobId ?? '', await inAts()];
      const send = async () => (await stack.clients.connector.sendTestCandidate({ connectionId, jobId }, as())).testCandidate;
      const sent = await send();
      expect(sent).toMatchObject({ state: TestCandidateState.SENT, problem: '' });
      const status = (await stateOf(stack, ACME)).find((line) => line.kind === 'application' && line.candidateId === sent?.candidateExternalId);
      expect(status?.kind === 'application' ? status.body['status'] : undefined).toBe(switches.created_status);

      // As after an older backup of ours was restored.
      await mongo.db('connector').collection<{ _id: string }>('test_candidates').updateOne({ _id: `${connectionId}|${jobId}` }, { $unset: { externalId: '', unansweredSince: '' } });
      const again = await send();
      const made = (await inAts()).filter((id) => !before.includes(id));
      if (switches.duplicate_candidate === 'new_profile') {
        // This reading makes somebody new of whoever is sent: that there are two nobody can prevent; either bears the mark.
        expect([again?.state, made.length, made.includes(again?.candidateExternalId ?? '')]).toEqual([TestCandidateState.SENT, 2, true]);
      } else {
        expect([again, made]).toEqual([sent, [sent?.candidateExternalId]]);
      }

      // Closed, and nobody has told the mirror yet.
      await mongo.db('connector').collection<{ _id: string }>('test_candidates').deleteOne({ _id: `${connectionId}|${jobId}` });
      await stack.control(ACME).put('/switches', { delivery_delay_s: 3_600 });
      await stack.control(ACME).patch(`/jobs/${closing}`, { status: 'CANCELLED' });
      const late = await send();
      await stack.control(ACME).put('/switches', { delivery_delay_s: 20 });
      expect([late?.state, late?.problem]).toEqual(switches.closed_job === 'refuse' ? [TestCandidateState.REFUSED, expect.stringContaining('JOB_NOT_OPEN')] : [TestCandidateState.SENT, '']);
    }, 90_000);
  });

  it('and leaves the mirror, the index and the limits as they should be', async () => {
    await onAll(fullPass);
    await expectInvariants(stack.view);
  }, 180_000);
});
