import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isJsonObject, type JsonObject } from './domain/json';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, inTurn, textAt, type Reply, type SandboxClient } from './testing/sandbox-client';

jest.setTimeout(30_000);

/** Fast enough that the limiter is met only where a test wants to meet it. */
const SPEED = 5000;

const codeOf = ({ body }: Reply): string => textAt(Array.isArray(body['errors']) ? body['errors'][0] : undefined, 'code');

describe('a running sandbox', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;

  beforeAll(async () => {
    sandbox = await startSandbox({ size: 45, seed: 11, speed: SPEED, companyIdentifier: 'acme' });
    client = createSandboxClient(sandbox);
  });
  afterAll(() => sandbox.close());

  const readAllPages = async (path: string): Promise<readonly JsonObject[]> => {
    const items: JsonObject[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const reply = await client.get(next);
      items.push(...contentOf(reply));
      next = /<(.*)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    return items;
  };
  const firstCandidate = async (): Promise<JsonObject> => contentOf(await client.get('/candidates?limit=1'))[0] ?? {};

  it('tells whose account it is', async () => {
    expect((await client.get('/configuration/company')).body).toMatchObject({ identifier: 'acme' });
  });

  it('pages through all candidates by the Link header, the last page having no next', async () => {
    const items = await readAllPages('/candidates?limit=20');
    expect(new Set(items.map(({ id }) => id)).size).toBe(45);
    const whole = await client.get('/candidates?limit=100');
    expect(whole.body).toMatchObject({ limit: 100, totalFound: 45 });
    expect(whole.body).not.toHaveProperty('nextPageId');
    expect(whole.headers.get('link')).toBeNull();
  });

  it('pages through all jobs by id, and in the default order too', async () => {
    const byId = (await readAllPages('/jobs?limit=3&sort=job_id')).map((job) => textAt(job, 'id'));
    expect(byId).toEqual(byId.toSorted());
    expect(new Set((await readAllPages('/jobs?limit=3')).map((job) => textAt(job, 'id')))).toEqual(new Set(byId));
  });

  it('refuses what the API reference refuses, with its codes', async () => {
    const id = textAt(await firstCandidate(), 'id');
    const nobody = '00000000-0000-4000-8000-000000000000';
    const refusals: readonly (readonly [string, number, string])[] = [
      ['/candidates?limit=101', 400, 'INVALID_LIMIT'],
      ['/candidates?pageId=bm9uc2Vuc2U%3D', 400, 'INVALID_PAGE_ID'],
      ['/candidates?updatedAfter=yesterday', 400, 'INVALID_DATE'],
      ['/candidates?status=HIRE', 400, 'INVALID_VALUE'],
      [`/candidates/${nobody}`, 404, 'CANDIDATE_NOT_FOUND'],
      [`/candidates/${id}/jobs/${nobody}`, 404, 'JOB_NOT_FOUND'],
      [`/candidates/${id}/jobs/${nobody}/attachments`, 404, 'JOB_NOT_FOUND'],
      [`/candidates/attachments/${nobody}`, 404, 'FILE_NOT_FOUND'],
      [`/jobs/${nobody}`, 404, 'JOB_NOT_FOUND'],
      ['/job-applications-api/v202112/job-applications/none', 400, 'INVALID_JOB_APPLICATION_ID'],
      [`/job-applications-api/v202112/job-applications/${nobody}`, 404, 'JOB_APPLICATION_NOT_FOUND'],
      ['/configuration/sources/NONE/values', 400, 'SOURCE_TYPE_INVALID'],
      ['/configuration/sources/JOB_BOARD/values/x', 400, 'SUBTYPE_REQUIRED'],
      ['/v1/candidates', 404, 'NOT_FOUND'],
    ];
    const found = await inTurn(refusals, async ([path]) => client.get(path).then((reply) => [path, reply.status, codeOf(reply)]));
    expect(found).toEqual(refusals);
  });

  it('leads from one entity to the next by the addresses it serves', async () => {
    const details = (await client.get(`/candidates/${textAt(await firstCandidate(), 'id')}`)).body;
    const urls = [
      textAt(details, 'primaryAssignment', 'job', 'actions', 'details', 'url'),
      textAt(details, 'primaryAssignment', 'actions', 'sourceDetails', 'url'),
      textAt(details, 'actions', 'attachments', 'url'),
      textAt(details, 'actions', 'properties', 'url'),
    ];
    expect(urls.filter((url) => !url.startsWith(sandbox.url))).toEqual([]);
    const replies = await inTurn(urls, (url) => client.get(url.slice(sandbox.url.length)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('tells when somebody applied, by the application’s id', async () => {
    const [application] = await client.lines('/control/state').then((lines) => lines.filter(({ kind }) => kind === 'application'));
    const id = textAt(application, 'body', 'applicationId');
    const { body } = await client.get(`/job-applications-api/v202112/job-applications/${id}`);
    expect(body).toMatchObject({ profileId: application?.['candidateId'], jobId: application?.['jobId'] });
    const history = contentOf(await client.get(`/candidates/${textAt(body, 'profileId')}/jobs/${textAt(body, 'jobId')}/status/history`));
    expect(history[0]?.['changedOn']).toBe(body['createDate']);
  });

  it('knows nobody without a valid token', async () => {
    const reply = await client.get('/candidates', 'wrong');
    expect([reply.status, codeOf(reply)]).toEqual([401, 'UNAUTHORIZED']);
  });

  it('lets a narrowed credential do what it may and nothing else', async () => {
    await client.control('PUT', '/control/credentials/narrow', { token: 'n1', permissions: ['jobs_read'] });
    expect((await client.get('/jobs', 'n1')).status).toBe(200);
    const refused = await client.get('/candidates', 'n1');
    expect([refused.status, codeOf(refused)]).toEqual([403, 'PERMISSION_DENIED']);
    const webhooks = await client.get('/webhooks-api/v201907/subscriptions', 'n1');
    expect([webhooks.status, codeOf(webhooks)]).toEqual([403, 'NO_PERMISSION_TO_MANAGE_WEBHOOKS']);
  });

  it('forgets a token that was replaced', async () => {
    await client.control('PUT', '/control/credentials/rotated', { token: 'old' });
    await client.control('PUT', '/control/credentials/rotated', { token: 'new' });
    expect((await client.get('/jobs', 'old')).status).toBe(401);
    expect((await client.get('/jobs', 'new')).status).toBe(200);
  });

  it('logs every call with endpoint, credential and status, and no control call', async () => {
    const before = (await client.lines('/control/calls')).length;
    const id = textAt(await firstCandidate(), 'id');
    await client.get(`/candidates/${id}`);
    const lines = await client.lines(`/control/calls?after=${before}`);
    expect(lines.map(({ endpoint }) => endpoint)).toEqual(['GET /candidates', 'GET /candidates/{id}']);
    expect(lines[1]).toMatchObject({ seq: before + 2, credential: 'default', status: 200, inFlight: 1, listInFlight: 0, path: `/candidates/${id}` });
  });
});

describe('the limits of a running sandbox', () => {
  const limitNames = ['limit', 'remaining', 'concurrent-limit', 'concurrent-remaining'].map((name) => `x-ratelimit-${name}`);

  it('are ten requests a second, told on every answer', async () => {
    const sandbox = await startSandbox({ size: 1, seed: 1, answerMs: 0, speed: 0.1 });
    const client = createSandboxClient(sandbox);
    const replies: Reply[] = [];
    for (let call = 0; call < 25; call += 1) replies.push(await client.get('/configuration/departments'));
    await sandbox.close();
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused.map(codeOf)).toEqual(refused.map(() => 'TOO_MANY_REQUESTS'));
    expect(refused.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(refused.map(() => '0'));
    expect(replies.filter(({ headers }) => limitNames.some((name) => !/^\d+$/.test(headers.get(name) ?? '')))).toEqual([]);
  });

  it('are one candidate list and eight requests at a time', async () => {
    const sandbox = await startSandbox({ size: 1, seed: 1, speed: 2, answerMs: 300 });
    const client = createSandboxClient(sandbox);
    const ask = async (count: number, path: string): Promise<readonly number[]> =>
      (await Promise.all(Array.from({ length: count }, () => client.get(path)))).map(({ status }) => status).sort();
    expect(await ask(2, '/candidates')).toEqual([200, 429]);
    expect(await ask(9, '/jobs')).toEqual([...Array.from({ length: 8 }, () => 200), 429]);
    await sandbox.close();
  });
});

describe('the control API', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;

  beforeAll(async () => {
    sandbox = await startSandbox({ size: 5, seed: 2, speed: SPEED });
    client = createSandboxClient(sandbox);
  });
  afterAll(() => sandbox.close());

  const create = async (path: string, body?: JsonObject): Promise<string> => textAt((await client.control('POST', path, body)).body, 'id');

  it('asks for its own token', async () => {
    const response = await fetch(`${sandbox.controlUrl}/control/state`, { headers: { 'X-Control-Token': sandbox.token } });
    expect(response.status).toBe(401);
    await response.body?.cancel();
  });

  it('says clearly what is wrong with a body', async () => {
    const wrong: readonly (readonly [string, string, JsonObject])[] = [
      ['PUT', '/control/clock', { speed: -1 }],
      ['PUT', '/control/clock', { speed: 1, more: true }],
      ['PUT', '/control/credentials/x', { token: 't', permissions: ['everything'] }],
      ['POST', '/control/candidates/x/attachments', { name: 'a.pdf', contentType: 'application/pdf', type: 'RESUME' }],
    ];
    const replies = await Promise.all(wrong.map(([method, path, body]) => client.control(method, path, body)));
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(replies.map(({ body }) => body['message'])).toEqual([
      expect.stringContaining('speed'),
      expect.stringContaining('more'),
      expect.stringContaining('permissions'),
      expect.stringContaining('text or base64'),
    ]);
  });

  it('draws a plausible person who applies now when nothing is given', async () => {
    const id = await create('/control/candidates');
    const { body } = await client.get(`/candidates/${id}`);
    expect(textAt(body, 'primaryAssignment', 'status')).toBe('NEW');
    expect(textAt(body, 'email')).toContain('@');
  });

  it('serves exactly what is posted, and lists the person once there is an application', async () => {
    const id = await create('/control/candidates', { firstName: 'Ada', lastName: null, extra: [1] });
    expect((await client.get(`/candidates/${id}`)).body).toMatchObject({ firstName: 'Ada', lastName: null, extra: [1] });
    const ids = async () => contentOf(await client.get('/candidates?limit=100')).map((item) => item['id']);
    expect(await ids()).not.toContain(id);
    const application = await client.control('POST', `/control/candidates/${id}/applications`);
    expect(application.body).toMatchObject({ candidateId: id, status: 'NEW' });
    expect(await ids()).toContain(id);
  });

  it('serves a patched value of five megabytes', async () => {
    const id = await create('/control/candidates');
    const huge = 'x'.repeat(5_000_000);
    expect((await client.control('PATCH', `/control/candidates/${id}`, { tags: huge })).status).toBe(200);
    expect(textAt((await client.get(`/candidates/${id}`)).body, 'tags')).toHaveLength(huge.length);
    await client.control('DELETE', `/control/candidates/${id}`);
    expect((await client.get(`/candidates/${id}`)).status).toBe(404);
  });

  it('makes a real PDF of a text, and tells its size, hash and text', async () => {
    const id = await create('/control/candidates', { firstName: 'Ada' });
    await client.control('POST', `/control/candidates/${id}/applications`);
    const posted = await client.control('POST', `/control/candidates/${id}/attachments`, { name: 'cv.pdf', contentType: 'application/pdf', type: 'RESUME', text: 'Ada Lovelace' });
    const file = await client.get(`/candidates/attachments/${textAt(posted.body, 'id')}`);
    expect(file.text).toMatch(/^%PDF-/);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    const line = (await client.lines('/control/state')).find((one) => one['id'] === posted.body['id']);
    expect(line).toMatchObject({ kind: 'attachment', candidateId: id, text: 'Ada Lovelace', size: Number(file.headers.get('content-length')) });
  });

  it('changes applications by their own id or their job’s', async () => {
    const id = await create('/control/candidates', { firstName: 'Ada' });
    const { body } = await client.control('POST', `/control/candidates/${id}/applications`, { status: 'IN_REVIEW', subStatus: 'Phone screen' });
    const path = `/control/candidates/${id}/applications`;
    const moved = await client.control('PATCH', `${path}/${textAt(body, 'applicationId')}`, { status: 'REJECTED' });
    expect(moved.body).toMatchObject({ status: 'REJECTED' });
    expect(moved.body).not.toHaveProperty('subStatus');
    expect((await client.control('DELETE', `${path}/${textAt(body, 'jobId')}`)).status).toBe(204);
    expect((await client.get(`/candidates/${id}/jobs/${textAt(body, 'jobId')}`)).status).toBe(404);
  });

  it('creates, changes and deletes jobs', async () => {
    const id = await create('/control/jobs');
    await client.control('PATCH', `/control/jobs/${id}`, { status: 'FILLED' });
    const history = contentOf(await client.get(`/jobs/${id}/status/history`));
    expect(history.map(({ status }) => status)).toEqual(['SOURCING', 'FILLED']);
    expect((await client.control('DELETE', `/control/jobs/${id}`)).status).toBe(204);
    expect((await client.get(`/jobs/${id}`)).status).toBe(404);
  });

  it('tells the whole state in canonical lines, the same when nothing happens', async () => {
    const [first, second] = [(await client.control('GET', '/control/state')).text, (await client.control('GET', '/control/state')).text];
    expect(first).toBe(second);
    const lines = await client.lines('/control/state');
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['candidate', 'application', 'attachment', 'job', 'reference']));
    const candidate = lines.find(({ kind }) => kind === 'candidate');
    expect(candidate?.['body']).toEqual((await client.get(`/candidates/${textAt(candidate, 'id')}`)).json);
    expect(candidate?.['listed']).toBe(true);
  });

  it('logs every change, with what was there before a deletion', async () => {
    const before = (await client.lines('/control/events')).length;
    const id = await create('/control/candidates', { firstName: 'Grace' });
    await client.control('PATCH', `/control/candidates/${id}`, { firstName: 'G.' });
    await client.control('DELETE', `/control/candidates/${id}`);
    const lines = await client.lines(`/control/events?after=${before}`);
    expect(lines.map(({ op, entity, seq }) => [op, entity, seq])).toEqual([
      ['created', 'candidate', before + 1],
      ['updated', 'candidate', before + 2],
      ['deleted', 'candidate', before + 3],
    ]);
    expect(isJsonObject(lines[2]?.['before']) && lines[2]['before']['firstName']).toBe('G.');
  });
});
