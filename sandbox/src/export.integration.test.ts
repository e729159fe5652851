import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type JsonObject } from './domain/json';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, textAt, type Reply, type SandboxClient } from './testing/sandbox-client';

jest.setTimeout(30_000);

const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada+1@example.com', phoneNumber: '1', web: { linkedin: 'x' }, tags: ['test'] };

const codeOf = ({ body }: Reply): string => textAt(Array.isArray(body['errors']) ? body['errors'][0] : undefined, 'code');

describe('writing to the ATS', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;
  let jobs: readonly string[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox({ size: 20, seed: 9, speed: 5000 });
    client = createSandboxClient(sandbox);
    jobs = contentOf(await client.get('/jobs?limit=100&sort=job_id')).map((job) => textAt(job, 'id'));
  });
  afterEach(() => sandbox.close());

  const post = (body: JsonObject, job = jobs[0] ?? ''): Promise<Reply> => client.send('POST', `/jobs/${job}/candidates`, body);
  const find = async (email: string): Promise<readonly JsonObject[]> => contentOf(await client.get(`/candidates?q=${encodeURIComponent(`"${email}"`)}`));
  const setSwitches = (values: JsonObject): Promise<Reply> => client.control('PUT', '/control/switches', values);

  it('creates a candidate with an application, as a lead from the API, and finds them by address', async () => {
    const reply = await post(ada);
    expect([reply.status, textAt(reply.body, 'primaryAssignment', 'status'), textAt(reply.body, 'primaryAssignment', 'source')]).toEqual([201, 'LEAD', 'API']);
    expect(reply.body).toMatchObject({ ...ada, education: [], experience: [] });
    const id = textAt(reply.body, 'id');
    expect((await client.get(`/candidates/${id}`)).json).toEqual(reply.json);
    expect((await find('ada+1@example.com')).map((item) => item['id'])).toEqual([id]);
    expect(await find('ada@example.com')).toEqual([]);
    const events = (await client.lines('/control/events')).map((line) => `${textAt(line, 'entity')} ${textAt(line, 'op')}`);
    expect(events).toEqual(['candidate created', 'application created', 'job updated']);
  });

  it('creates a candidate in the talent pool, where no list shows them', async () => {
    const reply = await client.send('POST', '/candidates', ada);
    expect([reply.status, reply.body['primaryAssignment'], reply.body['secondaryAssignments']]).toEqual([201, undefined, []]);
    expect(await find(ada.email)).toEqual([]);
    expect((await client.get(`/candidates/${textAt(reply.body, 'id')}`)).status).toBe(200);
  });

  it('takes the profile there is, a person of the population too, and applies once per job', async () => {
    const first = textAt((await post(ada)).body, 'id');
    const again = await post({ ...ada, lastName: 'LOVELACE', email: 'ADA+1@example.com' });
    expect([again.status, textAt(again.body, 'id')]).toEqual([201, first]);
    expect(again.body['secondaryAssignments']).toEqual([]);
    expect((await post(ada, jobs[1])).body['secondaryAssignments']).toHaveLength(1);
    expect(textAt((await post({ ...ada, lastName: 'King' })).body, 'id')).not.toBe(first);
    const listed = contentOf(await client.get('/candidates?limit=1'))[0];
    const { firstName = '', lastName = '', email = '', id = '' } = listed ?? {};
    expect(textAt((await post({ firstName, lastName, email })).body, 'id')).toBe(id);
  });

  it('reads duplicates otherwise where switched so', async () => {
    const first = textAt((await post(ada)).body, 'id');
    await setSwitches({ duplicate_application: 'conflict' });
    expect([codeOf(await post(ada)), (await post(ada, jobs[1])).status]).toEqual(['CANDIDATE_DATA_CONFLICT', 201]);
    await setSwitches({ duplicate_candidate: 'conflict' });
    const refused = await post(ada, jobs[2]);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'CANDIDATE_DATA_CONFLICT']);
    await setSwitches({ duplicate_candidate: 'new_profile', created_status: 'NEW' });
    const second = await post(ada, jobs[2]);
    expect([textAt(second.body, 'id') === first, textAt(second.body, 'primaryAssignment', 'status')]).toEqual([false, 'NEW']);
    expect(await find(ada.email)).toHaveLength(2);
  });

  it('names sources as the API reference does, and refuses what it refuses', async () => {
    const source = textAt(contentOf(await client.get('/configuration/sources/JOB_BOARD/values?sourceSubType=PAID'))[0], 'id');
    const details = (sourceTypeId: string, sourceId: string, more: JsonObject = {}): JsonObject => ({ ...ada, sourceDetails: { sourceTypeId, sourceId, ...more } });
    const good = await post(details('JOB_BOARD', source, { sourceSubTypeId: 'PAID' }));
    expect(textAt(good.body, 'primaryAssignment', 'source')).toBe('JobLantern');
    const refusals = [
      await post(details('NONE', source)), await post(details('JOB_BOARD', source)), await post(details('SOCIAL', 'none')), await post(details('SOCIAL', source)),
      await post({ ...ada, email: 'none' }), await post({ firstName: 'Ada' }), await post(ada, 'none'),
    ];
    expect(refusals.map((reply) => [reply.status, codeOf(reply)])).toEqual([
      [404, 'SOURCE_TYPE_NOT_FOUND'], [400, 'SUBTYPE_REQUIRED'], [400, 'SOURCE_NOT_FOUND'], [400, 'INVALID_SOURCE_ID'],
      [400, 'INVALID_REQUEST'], [400, 'INVALID_REQUEST'], [404, 'JOB_NOT_FOUND'],
    ]);
  });

  it('accepts closed jobs unless switched otherwise', async () => {
    await client.control('PATCH', `/control/jobs/${jobs[0] ?? ''}`, { status: 'FILLED' });
    expect((await post(ada)).status).toBe(201);
    await setSwitches({ closed_job: 'refuse' });
    expect(codeOf(await post(ada))).toBe('JOB_NOT_OPEN');
    await client.control('PATCH', `/control/jobs/${jobs[0] ?? ''}`, { status: 'SOURCING' });
    expect((await post(ada)).status).toBe(201);
  });

  it('deletes applications and candidates, each with its permission', async () => {
    await client.control('PUT', '/control/credentials/creator', { token: 'c', permissions: ['candidates_read', 'candidates_create'] });
    const id = textAt((await client.send('POST', `/jobs/${jobs[0] ?? ''}/candidates`, ada, 'c')).body, 'id');
    const path = `/candidates/${id}`;
    const application = `${path}/jobs/${jobs[0] ?? ''}`;
    const status = async (method: string, where: string, token?: string): Promise<number> => (await client.send(method, where, undefined, token)).status;
    expect([await status('DELETE', path, 'c'), await status('DELETE', application, 'c')]).toEqual([403, 403]);
    await client.control('PUT', '/control/credentials/manager', { token: 'm', permissions: ['candidates_manage'] });
    expect((await client.send('POST', '/candidates', ada, 'm')).status).toBe(403);
    expect([await status('DELETE', application, 'm'), await status('DELETE', application, 'm'), await status('GET', application)]).toEqual([204, 404, 404]);
    expect([await status('DELETE', path, 'm'), await status('DELETE', path, 'm'), await status('GET', path)]).toEqual([204, 404, 404]);
    const audit = contentOf(await client.get('/audit-api/v201910/audit-events')).map(({ eventName }) => eventName);
    expect(audit).toEqual(['CANDIDATE_DELETED', 'JOB_APPLICATION_CREATED']);
  });

  it('may be done although the answer is lost: a blind second try meets what the first left', async () => {
    await client.control('PUT', '/control/faults', { faults: [{ name: 'connection_reset', most: 1, endpoints: ['POST /jobs/{id}/candidates'] }] });
    await expect(post(ada)).rejects.toThrow();
    expect(await find(ada.email)).toHaveLength(1);
    await setSwitches({ duplicate_candidate: 'new_profile' });
    await post(ada);
    expect(await find(ada.email)).toHaveLength(2);
  });
});
