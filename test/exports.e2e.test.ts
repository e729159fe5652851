import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Capability, TestCandidateState, type ExportJob } from '@secondlook/contracts';
import { allPages, InvalidInputError, NotFoundError, SettingsError } from '@secondlook/kit';
import { ACME, eventually, GLOBEX, provision, readCalls, readState, readWebhooks, startTestStack, waitUntilQuiet, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { listPeople } from './support/people';

const SEND = 'POST /jobs/{id}/candidates';
const PATIENCE_MS = 90_000;

describe('sending a test candidate', () => {
  let stack: TestStack;
  let connectionId = '';

  beforeAll(async () => {
    stack = await startTestStack({ size: 60 });
    await provision(stack);
    await readWebhooks(stack);
    await waitUntilQuiet(stack.view(), 180_000);
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    connectionId = connections[0]?.connectionId ?? '';
    await choose([Capability.EXPORT]);
    // What is sent twice is there twice: nobody but us sees to it that it is not.
    await stack.control(ACME).put('/switches', { duplicate_candidate: 'new_profile' });
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const connector = () => stack.clients.connector;
  const as = () => ({ ...stack.as(ACME), deadlineMs: PATIENCE_MS });
  const sandbox = () => {
    const endpoint = stack.sandbox[ACME];
    if (endpoint === undefined) {
      throw new Error('acme has no sandbox.');
    }
    return endpoint;
  };

  async function choose(capabilities: Capability[]): Promise<void> {
    await connector().updateConnection({ connectionId, capabilities: { capabilities } }, as());
    const { connection } = await connector().verifyConnection({ connectionId }, as());
    expect(connection?.verification?.message).toBe('The token works.');
  }

  async function listJobs(words = '', pageSize = 7): Promise<ExportJob[]> {
    const jobs: ExportJob[] = [];
    for await (const job of allPages((pageToken) => connector().listExportJobs({ connectionId, words, pageSize, pageToken }, as()), (page) => page.jobs)) {
      jobs.push(job);
    }
    return jobs;
  }
  const jobAt = async (index: number) => (await listJobs())[index]?.jobId ?? '';
  const send = async (jobId: string) => (await connector().sendTestCandidate({ connectionId, jobId }, as())).testCandidate;
  const remove = async (jobId: string) => (await connector().removeTestCandidate({ connectionId, jobId }, as())).testCandidate;

  /** How often the ATS was asked to create somebody, and whom of a name it has. */
  const sendings = async () => (await readCalls(sandbox())).filter(({ endpoint }) => endpoint === SEND).length;
  async function haveName(lastName = ''): Promise<string[]> {
    return (await readState(sandbox())).flatMap((line) => (line.kind === 'candidate' && JSON.stringify(line.body['lastName']).startsWith(`"${lastName}`) ? [line.id] : []));
  }
  const isThere = async (id = '') => (await fetch(`${sandbox().url}/candidates/${id}`, { headers: { 'x-smarttoken': sandbox().token } })).status;

  it('needs a person who chose that, and a credential that may', async () => {
    await choose([]);
    await expect(listJobs()).rejects.toThrow(SettingsError);
    await choose([Capability.EXPORT]);
    await expect(listJobs()).resolves.not.toEqual([]);
  }, PATIENCE_MS);

  it('is to a job that is found among the open ones, by words of title and reference, page by page', async () => {
    const { jobs: versions } = await stack.clients.ingestion.listJobs({ pageSize: 5_000 }, stack.as(ACME));
    const { jobs: mirrored } = await stack.clients.ingestion.getJobs({ jobIds: versions.map(({ id }) => id) }, stack.as(ACME));
    const open = mirrored.filter(({ status, deleted }) => !deleted && status !== 'FILLED' && status !== 'CANCELLED');
    const listed = await listJobs();
    expect(open.length).toBeLessThan(mirrored.length);
    expect(new Set(listed.map(({ jobId }) => jobId))).toEqual(new Set(open.map(({ jobId }) => jobId)));
    expect(listed).toHaveLength(open.length);
    const [wanted] = listed;
    const words = `${wanted?.reference.toLowerCase() ?? ''} ${wanted?.title.toUpperCase().split(' ')[0] ?? ''}`;
    expect((await listJobs(words)).map(({ jobId }) => jobId)).toContain(wanted?.jobId);
    expect(await listJobs(`${words} nothing-like-it`)).toEqual([]);
    const closed = mirrored.find(({ status }) => status === 'FILLED' || status === 'CANCELLED');
    await expect(send(closed?.jobId ?? '')).rejects.toThrow(InvalidInputError);
    await expect(send('no-such-job')).rejects.toThrow(NotFoundError);
  });

  it('creates one, however often it is asked, whom anybody knows for a test, in the ATS and in the mirror', async () => {
    const jobId = await jobAt(0);
    const [first, second] = await Promise.all([send(jobId), send(jobId)]);
    expect(first).toMatchObject({ state: TestCandidateState.SENT, problem: '', firstName: expect.stringContaining('TEST'), tags: expect.arrayContaining(['secondlook-test']) });
    expect(second).toEqual(first);
    expect([await sendings(), await haveName(first?.lastName)]).toEqual([1, [first?.candidateExternalId]]);
    const people = () => listPeople(stack, ACME);
    const found = await eventually('the mirror has it', people, (all) => all.some(({ externalId }) => externalId === first?.candidateExternalId), 60_000);
    expect(found.find(({ externalId }) => externalId === first?.candidateExternalId)?.tags).toEqual(first?.tags);
    expect((await listJobs()).find((job) => job.jobId === jobId)?.testCandidate).toEqual(first);
  }, PATIENCE_MS);

  it('whose answer is lost is never repeated blindly: it is looked for by its mark', async () => {
    const before = await sendings();
    await stack.control(ACME).put('/faults', { faults: [{ name: 'connection_reset', most: 1, endpoints: [SEND] }] });
    const sent = await send(await jobAt(1));
    expect([sent?.state, await sendings(), await haveName(sent?.lastName)]).toEqual([TestCandidateState.SENT, before + 1, [sent?.candidateExternalId]]);
  }, PATIENCE_MS);

  it('which never arrived is sent again, under the same mark, once it is sure', async () => {
    const before = await sendings();
    await stack.control(ACME).put('/faults', { faults: [{ name: 'connection_reset', served: false, most: 1, endpoints: [SEND] }] });
    const sent = await send(await jobAt(2));
    expect([sent?.state, await sendings(), await haveName(sent?.lastName)]).toEqual([TestCandidateState.SENT, before + 2, [sent?.candidateExternalId]]);
  }, PATIENCE_MS);

  it('is remembered before: the connector is killed in the middle, and leaves one', async () => {
    const [jobId, before, others] = [await jobAt(3), await sendings(), await haveName('Test-')];
    await stack.control(ACME).put('/faults', { faults: [{ name: 'slow_close', ms: 20_000, most: 1, endpoints: [SEND] }] });
    const lost = send(jobId).catch((error: unknown) => error);
    await eventually('the ATS has somebody new', () => haveName('Test-'), (there) => there.length === others.length + 1, 30_000);
    await stack.services.get('connector')?.kill();
    await lost;
    const sent = await eventually('it is known', () => send(jobId), (answer) => answer?.state === TestCandidateState.SENT, 60_000);
    expect(await haveName(sent?.lastName)).toEqual([sent?.candidateExternalId]);
    await eventually('the call is logged', sendings, (count) => count === before + 1);
  }, 150_000);

  it('says what is missing where the ATS refuses, and sends another one once that is there', async () => {
    const { token } = sandbox();
    const jobId = await jobAt(4);
    const reader = ['configuration_read', 'jobs_read', 'candidates_read', 'webhooks_manage', 'audit_events_read', 'job_applications_read', 'candidates_manage'];
    await stack.control(ACME).put('/credentials/default', { token, permissions: reader });
    const refused = await send(jobId);
    expect([refused?.state, refused?.problem]).toEqual([TestCandidateState.REFUSED, expect.stringContaining('candidates_create')]);
    await stack.control(ACME).put('/credentials/default', { token });
    const sent = await send(jobId);
    expect([sent?.state, sent?.lastName === refused?.lastName]).toEqual([TestCandidateState.SENT, false]);
  }, PATIENCE_MS);

  it('is undone on demand, as often as one asks, or says why it cannot be', async () => {
    const { token } = sandbox();
    const jobId = await jobAt(0);
    const sent = await send(jobId);
    await stack.control(ACME).put('/credentials/default', { token, permissions: ['configuration_read', 'jobs_read', 'candidates_read', 'candidates_create', 'webhooks_manage', 'audit_events_read', 'job_applications_read'] });
    await expect(remove(jobId)).rejects.toThrow('candidates_manage');
    expect([await isThere(sent?.candidateExternalId), (await send(jobId))?.state]).toEqual([200, TestCandidateState.SENT]);
    await stack.control(ACME).put('/credentials/default', { token });
    expect([(await remove(jobId))?.state, (await remove(jobId))?.state, await isThere(sent?.candidateExternalId)]).toEqual([TestCandidateState.REMOVED, TestCandidateState.REMOVED, 404]);
    await eventually('the mirror buried it', () => listPeople(stack, ACME), (people) => people.every(({ externalId }) => externalId !== sent?.candidateExternalId), 60_000);
    expect(await remove(await jobAt(9))).toBeUndefined();
    expect((await send(jobId))?.lastName).not.toBe(sent?.lastName);
  }, PATIENCE_MS);

  it('is nobody else’s business: another tenant can neither list, send nor remove', async () => {
    const [asGlobex, jobId] = [stack.as(GLOBEX), await jobAt(0)];
    await expect(connector().listExportJobs({ connectionId }, asGlobex)).rejects.toThrow(NotFoundError);
    await expect(connector().sendTestCandidate({ connectionId, jobId }, asGlobex)).rejects.toThrow(NotFoundError);
    await expect(connector().removeTestCandidate({ connectionId, jobId }, asGlobex)).rejects.toThrow(NotFoundError);
  });

  it('keeps the ATS’s limits, and leaves the mirror as it should be', async () => {
    await expectInvariants(stack.view);
  }, 300_000);
});
