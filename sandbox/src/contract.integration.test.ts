import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type JsonObject } from './domain/json';
import { eventNames } from './domain/event-names';
import { startSandbox, type Sandbox } from './start-sandbox';
import { createContract, type Contract } from './testing/contract';
import { contentOf, createSandboxClient, inTurn, textAt, type SandboxClient } from './testing/sandbox-client';
import { startReceiver, type Receiver } from './testing/start-receiver';

jest.setTimeout(30_000);

/** The ATS's own description lies beside the project, never in it. */
const FILE = resolve(__dirname, '../../../shared/smartrecruiters/openapi-subset.yaml');

const isPresent = existsSync(FILE);
if (!isPresent) process.stderr.write(`SKIPPED contract of the sandbox: ${FILE} is absent\n`);

const WEBHOOKS = '/webhooks-api/v201907';
const AUDIT = '/audit-api/v201910';
const APPLICATIONS = '/job-applications-api/v202112';

(isPresent ? describe : describe.skip)('answers validate against the ATS’s own description, and hold no field it does not know', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;
  let receiver: Receiver;
  let contract: Contract;

  beforeAll(async () => {
    sandbox = await startSandbox({ size: 60, seed: 21, speed: 5000, companyIdentifier: 'acme' });
    client = createSandboxClient(sandbox);
    receiver = await startReceiver();
    contract = createContract(readFileSync(FILE, 'utf8'));
  });
  afterAll(async () => {
    await sandbox.close();
    await receiver.close();
  });

  /** Problems of an answer, by the operation's template in the description. */
  const check = async (template: string, path: string, method = 'GET', body?: JsonObject): Promise<readonly string[]> => {
    const reply = await client.send(method, path, body);
    return contract.problemsOf(method, template, reply.status, reply.json).map((problem) => `${method} ${path}: ${problem}`);
  };
  const checkAll = async (checks: readonly (readonly [string, string])[]): Promise<readonly string[]> =>
    (await inTurn(checks, ([template, path]) => check(template, path))).flat();
  const candidates = async (): Promise<readonly JsonObject[]> => contentOf(await client.get('/candidates?limit=100'));

  it('candidates: list and details', async () => {
    const ids = (await candidates()).map((item) => textAt(item, 'id'));
    expect(ids.length).toBe(60);
    expect(await check('/candidates', '/candidates?limit=100')).toEqual([]);
    expect(await checkAll(ids.map((id) => ['/candidates/{id}', `/candidates/${id}`]))).toEqual([]);
    expect(await checkAll(ids.map((id) => ['/candidates/{id}/attachments', `/candidates/${id}/attachments`]))).toEqual([]);
  });

  it('applications: details, attachments, history, properties, by id', async () => {
    const items = (await candidates()).slice(0, 30);
    const paths = items.map((item) => `/candidates/${textAt(item, 'id')}/jobs/${textAt(item, 'primaryAssignment', 'job', 'id')}`);
    const ids = await inTurn(paths, async (path) => textAt((await client.get(path)).body, 'applicationId'));
    const parts = ['', '/attachments', '/status/history', '/properties'];
    const checks = [
      ...paths.flatMap((path) => parts.map((part) => [`/candidates/{id}/jobs/{jobId}${part}`, path + part] as const)),
      ...ids.map((id) => ['/job-applications/{jobApplicationId}', `${APPLICATIONS}/job-applications/${id}`] as const),
    ];
    expect(await checkAll(checks)).toEqual([]);
  });

  it('jobs: list, details, history, hiring team', async () => {
    const ids = contentOf(await client.get('/jobs?limit=100&sort=job_id')).map((item) => textAt(item, 'id'));
    const checks = ids.flatMap((id) => ['', '/status/history', '/hiring-team'].map((part) => [`/jobs/{jobId}${part}`, `/jobs/${id}${part}`] as const));
    expect(await checkAll([['/jobs', '/jobs?limit=100&sort=job_id'], ...checks])).toEqual([]);
  });

  it('configuration', async () => {
    const lists = ['company', 'rejection-reasons', 'withdrawal-reasons', 'sources', 'candidate-properties', 'hiring-processes', 'departments'];
    const properties = contentOf(await client.get('/configuration/candidate-properties'));
    const select = textAt(properties.find(({ type }) => type === 'SINGLE_SELECT'), 'id');
    const values = contentOf(await client.get('/configuration/sources/CAREER_SITE/values'));
    const source = textAt(values[0], 'id');
    expect(
      await checkAll([
        ...lists.map((name) => [`/configuration/${name}`, `/configuration/${name}`] as const),
        ['/configuration/candidate-properties/{id}', `/configuration/candidate-properties/${select}`],
        ['/configuration/candidate-properties/{id}/values', `/configuration/candidate-properties/${select}/values`],
        ['/configuration/sources/{sourceType}/values', '/configuration/sources/CAREER_SITE/values'],
        ['/configuration/sources/{sourceType}/values/{sourceValueId}', `/configuration/sources/CAREER_SITE/values/${source}`],
        ['/configuration/sources/{sourceIdentifier}', `/configuration/sources/${source}`],
      ]),
    ).toEqual([]);
  });

  it('audit events', async () => {
    await client.control('DELETE', `/control/jobs/${textAt((await client.control('POST', '/control/jobs')).body, 'id')}`);
    const add = async (): Promise<string> => textAt((await client.control('POST', '/control/candidates')).body, 'id');
    const [master, loser, gone] = [await add(), await add(), await add()];
    await client.control('PATCH', `/control/candidates/${master}`, { tags: ['a'], email: 'a@example.com', education: [] });
    await client.control('POST', `/control/candidates/${loser}/merge`, { into: master });
    await client.control('DELETE', `/control/candidates/${gone}?by=CANDIDATE`);
    await client.control('DELETE', `/control/candidates/${master}?by=SYSTEM`);
    expect(contentOf(await client.get(`${AUDIT}/audit-events?limit=100`)).length).toBeGreaterThan(7);
    expect(await checkAll([['/audit-events', `${AUDIT}/audit-events?limit=3`], ['/audit-events', `${AUDIT}/audit-events?limit=100`]])).toEqual([]);
    await client.control('PUT', '/control/credentials/reader', { token: 'reader', permissions: ['candidates_read'] });
    const denied = await client.get(`${AUDIT}/audit-events`, 'reader');
    expect([denied.status, contract.problemsOf('GET', '/audit-events', denied.status, denied.json)]).toEqual([403, []]);
  });

  it('writing: candidates with and without a job, and refusals', async () => {
    const body = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', tags: ['test'], experience: [{ title: 'a', company: 'b', current: true }] };
    const job = textAt(contentOf(await client.get('/jobs?limit=1'))[0], 'id');
    expect(await check('/jobs/{jobId}/candidates', `/jobs/${job}/candidates`, 'POST', body)).toEqual([]);
    expect(await check('/candidates', '/candidates', 'POST', { ...body, email: 'ada2@example.com' })).toEqual([]);
    expect(await check('/candidates', '/candidates', 'POST', { ...body, sourceDetails: { sourceTypeId: 'NONE', sourceId: 'x' } })).toEqual([]);
    expect(await check('/candidates', '/candidates', 'POST', { ...body, sourceDetails: { sourceTypeId: 'SOCIAL', sourceId: 'x' } })).toEqual([]);
    expect(await check('/candidates/{id}', '/candidates/none', 'DELETE')).toEqual([]);
  });

  it('errors', async () => {
    await client.control('PUT', '/control/credentials/none', { token: 'none', permissions: [] });
    const replies = [await client.get('/candidates', 'wrong'), await client.get('/candidates', 'none'), await client.get('/candidates?limit=0'), await client.get('/jobs/none')];
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 400, 404]);
    expect(replies.flatMap(({ json }) => contract.problemsOfSchema('ErrorResponse', json))).toEqual([]);
  });

  it('webhooks: subscriptions and every kind of notification', async () => {
    const subscription: JsonObject = { callbackUrl: receiver.url, events: [...eventNames] };
    const created = await client.send('POST', `${WEBHOOKS}/subscriptions`, subscription);
    const path = `${WEBHOOKS}/subscriptions/${textAt(created.body, 'id')}`;
    expect(contract.problemsOf('POST', '/subscriptions', created.status, created.json)).toEqual([]);
    expect(await check('/subscriptions', `${WEBHOOKS}/subscriptions`)).toEqual([]);
    expect(await check('/subscriptions/{id}', path)).toEqual([]);
    expect(await check('/subscriptions/{id}/secret-key', `${path}/secret-key`, 'POST')).toEqual([]);
    await client.send('PUT', `${path}/activation`);
    const [item] = await candidates();
    const id = textAt(item, 'id');
    await client.control('PATCH', `/control/candidates/${id}`, { firstName: 'Ada' });
    const application = textAt(await client.control('POST', `/control/candidates/${id}/applications`).then(({ body }) => body), 'applicationId');
    await client.control('PATCH', `/control/candidates/${id}/applications/${application}`, { status: 'OFFERED', source: 'CityJobs', properties: [{ id: 'x' }] });
    await client.control('POST', `/control/candidates/${id}/attachments`, { name: 'a.txt', contentType: 'text/plain', type: 'RESUME', text: 'a' });
    await client.control('DELETE', `/control/candidates/${id}`);
    const job = textAt((await client.control('POST', '/control/jobs')).body, 'id');
    await client.control('PATCH', `/control/jobs/${job}`, { title: 'x', status: 'FILLED', jobAd: {}, hiringTeam: [] });
    const calls = await receiver.waitFor(12);
    const names = calls.map(({ headers }) => String(headers['event-name'])).sort();
    expect(names).toEqual([
      'application.attachment.created', 'application.created', 'application.fields.updated', 'application.source.updated', 'application.status.updated',
      'candidate.deleted', 'candidate.updated', 'job.ad.updated', 'job.created', 'job.hiring-team.updated', 'job.status.updated', 'job.updated',
    ]);
    expect(await check('/subscriptions/{id}/callbacks-log', `${path}/callbacks-log?limit=100`)).toEqual([]);
    expect(calls.flatMap(({ headers, body }) => contract.problemsOfNotification(String(headers['event-name']), body))).toEqual([]);
  });

  it('consent: in the list, as a status, as decisions', async () => {
    const [asked, never] = (await candidates()).map((item) => textAt(item, 'id'));
    const decisions = [{ status: 'declined', scope: 'SmartMessage:SMS', decidedOn: '2026-01-02T03:04:05.000Z' }, { status: 'required', scope: 'SmartCRM' }];
    await client.control('PUT', `/control/candidates/${asked ?? ''}/consent`, { status: 'PENDING', decisions, recentPendingRequestCreatedOn: '2026-01-02T03:04:05.000Z' });
    expect(await check('/candidates', '/candidates?limit=100')).toEqual([]);
    expect(await checkAll([asked, never].flatMap((id) => ['consent', 'consents'].map((form) => [`/candidates/{id}/${form}`, `/candidates/${id ?? ''}/${form}`] as const)))).toEqual([]);
  });
});
