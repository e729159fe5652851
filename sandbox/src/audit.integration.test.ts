import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type JsonObject } from './domain/json';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, textAt, type SandboxClient } from './testing/sandbox-client';
import { startReceiver } from './testing/start-receiver';

jest.setTimeout(30_000);

const FEED = '/audit-api/v201910/audit-events';
const DAY = 86_400_000;

describe('the audit feed', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;
  let later = 0;

  beforeEach(async () => {
    later = 0;
    sandbox = await startSandbox({ size: 3, seed: 8, speed: 5000, now: () => Date.now() + later });
    client = createSandboxClient(sandbox);
  });
  afterEach(() => sandbox.close());

  const read = async (query = '', token?: string): Promise<readonly JsonObject[]> => contentOf(await client.get(`${FEED}?limit=100${query}`, token));
  const names = async (query = ''): Promise<readonly unknown[]> => (await read(query)).map(({ eventName }) => eventName);
  const add = async (): Promise<string> => textAt((await client.control('POST', '/control/candidates')).body, 'id');

  it('tells of deletions with who did it, of merges from both sides, and of deleted jobs by name, newest first', async () => {
    const [user, system, self, master, loser] = [await add(), await add(), await add(), await add(), await add()];
    await client.control('DELETE', `/control/candidates/${user}`);
    await client.control('DELETE', `/control/candidates/${system}?by=SYSTEM`);
    await client.control('DELETE', `/control/candidates/${self}?by=CANDIDATE`);
    await client.control('POST', `/control/candidates/${loser}/merge`, { into: master });
    const job = textAt((await client.control('POST', '/control/jobs', { title: 'Lamplighter', refNumber: 'REF1' })).body, 'id');
    await client.control('DELETE', `/control/jobs/${job}`);
    const events = await read();
    expect(events.map(({ eventName, authorType, entityType, entityId, context }) => [eventName, authorType, entityType, entityId, context])).toEqual([
      ['JOB_DELETED', 'USER', 'JOB', job, { jobName: 'Lamplighter', jobRefNumber: 'REF1' }],
      ['CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE', 'USER', 'CANDIDATE', master, { mergedProfileId: loser }],
      ['CANDIDATE_DELETED_DUE_TO_MERGE', 'USER', 'CANDIDATE', loser, { masterProfileId: master }],
      ['CANDIDATE_DELETED', 'CANDIDATE', 'CANDIDATE', self, undefined],
      ['CANDIDATE_DELETED', 'SYSTEM', 'CANDIDATE', system, undefined],
      ['CANDIDATE_DELETED', 'USER', 'CANDIDATE', user, undefined],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(6);
    expect((await client.control('DELETE', `/control/candidates/${master}?by=GHOST`)).status).toBe(400);
  });

  it('tells of changed people and of applications that an employee made or moved', async () => {
    const id = await add();
    await client.control('PATCH', `/control/candidates/${id}`, { tags: ['a', 'b'] });
    await client.control('PATCH', `/control/candidates/${id}`, { email: 'x@example.com', experience: [{ title: 'Lamplighter' }] });
    const { body } = await client.control('POST', `/control/candidates/${id}/applications`);
    const path = `/control/candidates/${id}/applications/${textAt(body, 'applicationId')}`;
    await client.control('PATCH', path, { status: 'INTERVIEW', subStatus: 'Final interview' });
    await client.control('PATCH', path, { source: 'CityJobs', properties: [{ id: 'p' }] });
    expect((await names()).toReversed()).toEqual([
      'CANDIDATE_TAGS_MODIFIED', 'CANDIDATE_PERSONAL_DATA_MODIFIED', 'CANDIDATE_PROFILE_MODIFIED', 'JOB_APPLICATION_CREATED',
      'JOB_APPLICATION_STATE_MODIFIED', 'APPLICATION_SOURCE_MODIFIED', 'APPLICATION_PROPERTIES_UPDATED',
    ]);
    const contexts = (await read()).map(({ context }) => context);
    expect(contexts).toContainEqual({ tags: 'a, b' });
    expect(contexts).toContainEqual({ currentStatus: 'INTERVIEW', currentStep: 'Final interview', previousStatus: 'NEW' });
    expect(await names(`&entityType=APPLICATION&entityId=${textAt(body, 'applicationId')}`)).toHaveLength(4);
  });

  it('goes page by page, stays in its window, and keeps to its filters', async () => {
    for (let count = 0; count < 5; count += 1) await client.control('DELETE', `/control/candidates/${await add()}?by=${count === 2 ? 'SYSTEM' : 'USER'}`);
    const first = await client.get(`${FEED}?limit=3`);
    await client.control('DELETE', `/control/candidates/${await add()}`);
    const second = await client.get(`${FEED}?limit=3&nextPageId=${encodeURIComponent(textAt(first.body, 'nextPageId'))}`);
    expect([contentOf(first).length, contentOf(second).length, second.body['nextPageId']]).toEqual([3, 2, undefined]);
    expect(first.headers.get('link')).toBeNull();
    expect(await names('&authorType=SYSTEM')).toHaveLength(1);
    expect(await names('&eventName=JOB_DELETED&eventName=CANDIDATE_DELETED')).toHaveLength(6);
    expect(await names('&eventName=JOB_DELETED')).toEqual([]);
    const wrong = await Promise.all(['eventName=JOB_VANISHED', 'limit=101', 'eventDateAfter=today', 'nextPageId=x'].map((query) => client.get(`${FEED}?${query}`)));
    expect(wrong.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    later = 8 * DAY;
    expect(await names()).toEqual([]);
    const since = new Date(Date.now() - DAY).toISOString();
    expect(await names(`&eventDateAfter=${since}`)).toHaveLength(6);
    expect(await names(`&eventDateBefore=${since}`)).toEqual([]);
  });

  it('is for those who may read it', async () => {
    await client.control('PUT', '/control/credentials/narrow', { token: 'n', permissions: ['candidates_read', 'jobs_read'] });
    await client.control('PUT', '/control/credentials/auditor', { token: 'a', permissions: ['audit_events_read'] });
    expect([(await client.get(FEED, 'n')).status, (await client.get(FEED, 'a')).status]).toEqual([403, 200]);
  });

  it('is the only one to tell of a deletion by the ATS itself where that is switched so', async () => {
    const receiver = await startReceiver(undefined, 300);
    const subscriptions = '/webhooks-api/v201907/subscriptions';
    const id = textAt((await client.send('POST', subscriptions, { callbackUrl: receiver.url, events: ['candidate.deleted'] })).body, 'id');
    await client.send('PUT', `${subscriptions}/${id}/activation`);
    await client.control('DELETE', `/control/candidates/${await add()}?by=SYSTEM`);
    await receiver.waitFor(1);
    await client.control('PUT', '/control/switches', { retention_emits: 'nothing' });
    await client.control('DELETE', `/control/candidates/${await add()}?by=SYSTEM`);
    await client.control('DELETE', `/control/candidates/${await add()}`);
    expect(await receiver.waitFor(3)).toHaveLength(2);
    expect(await names('&eventName=CANDIDATE_DELETED')).toHaveLength(3);
    await receiver.close();
  });
});
