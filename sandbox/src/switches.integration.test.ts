import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { switchNames } from './domain/switches';
import { type JsonObject } from './domain/json';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, inTurn, textAt, type Reply, type SandboxClient } from './testing/sandbox-client';
import { startReceiver } from './testing/start-receiver';

jest.setTimeout(30_000);

describe('switches', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;
  let later = 0;

  beforeEach(async () => {
    later = 0;
    sandbox = await startSandbox({ size: 40, seed: 5, speed: 1000, now: () => Date.now() + later });
    client = createSandboxClient(sandbox);
  });
  afterEach(() => sandbox.close());

  const set = (values: JsonObject): Promise<Reply> => client.control('PUT', '/control/switches', values);
  const idsOf = (reply: Reply): readonly string[] => contentOf(reply).map((item) => textAt(item, 'id'));
  const page = (query = 'limit=100'): Promise<Reply> => client.get(`/candidates?${query}`);
  const next = (reply: Reply): Promise<Reply> => client.get(/<(.*)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1] ?? '/none');
  const updatedOn = async (id: string): Promise<string> => textAt((await client.get(`/candidates/${id}`)).body, 'updatedOn');
  const codeOf = ({ body }: Reply): string => textAt(Array.isArray(body['errors']) ? body['errors'][0] : undefined, 'code');

  it('are listed with value, standard, choices and meaning; each can be set back', async () => {
    const listed = contentOf(await client.control('GET', '/control/switches'));
    expect(listed.map(({ name }) => name)).toEqual([...switchNames]);
    expect(listed.filter(({ value, standard }) => value !== standard)).toEqual([]);
    expect(listed.filter((one) => textAt(one, 'meaning') === '' || textAt(one, 'section') === '' || textAt(one, 'values') === '')).toEqual([]);
    const changed = await set({ unapplied_listed: true, suspend_after: 3 });
    expect(contentOf(changed).filter(({ value, standard }) => value !== standard).map(({ name }) => name)).toEqual(['unapplied_listed', 'suspend_after']);
    const back = await set(Object.fromEntries(listed.map((one) => [textAt(one, 'name'), one['standard'] ?? null])));
    expect(contentOf(back)).toEqual(listed);
    expect((await set({ suspend_after: 0 })).status).toBe(400);
  });

  it('§13.1: what moves updatedOn, and whether a bound includes its instant', async () => {
    const [id = ''] = idsOf(await page());
    const before = await updatedOn(id);
    await set({ updated_on_moves_with: 'profile' });
    await client.control('POST', `/control/candidates/${id}/applications`);
    expect(await updatedOn(id)).toBe(before);
    await client.control('PATCH', `/control/candidates/${id}`, { tags: ['a', 'b', 'c'] });
    const after = await updatedOn(id);
    expect(after > before).toBe(true);
    expect(idsOf(await page(`updatedAfter=${after}`))).toEqual([id]);
    await set({ updated_after: 'exclusive' });
    expect(idsOf(await page(`updatedAfter=${after}`))).toEqual([]);
  });

  it('§13.2: an order that moves makes pages repeat', async () => {
    await set({ candidate_order: 'latest_change_first' });
    const first = await page('limit=10');
    const times = contentOf(await page()).map((item) => textAt(item, 'updatedOn'));
    expect(times).toEqual(times.toSorted().reverse());
    const last = idsOf(await page()).at(-1) ?? '';
    await client.control('PATCH', `/control/candidates/${last}`, { phoneNumber: '1' });
    const second = await next(first);
    expect(idsOf(second)[0]).toBe(idsOf(first).at(-1));
    const rest = await inTurn([0], async () => next(await next(second)));
    expect(idsOf(rest[0] ?? second)).not.toContain(last);
  });

  it('§13.2: page ids age, lists end early, totals are capped', async () => {
    const first = await page('limit=10');
    await set({ page_id_lifetime_s: 600 });
    later = 500;
    expect((await next(first)).status).toBe(200);
    later = 700;
    const expired = await next(first);
    expect([expired.status, codeOf(expired)]).toEqual([400, 'INVALID_PAGE_ID']);
    const job = await client.get('/jobs?limit=1&sort=job_id');
    later = 1400;
    expect((await next(job)).status).toBe(400);
    await set({ page_id_lifetime_s: null, deep_paging_cap: 15, total_found_cap: 30 });
    const second = await next(await page('limit=10'));
    expect([idsOf(second).length, second.body['nextPageId'], second.body['totalFound']]).toEqual([5, undefined, 30]);
  });

  it('§13.3: people without an application may be listed', async () => {
    const id = textAt((await client.control('POST', '/control/candidates', { firstName: 'Ada' })).body, 'id');
    await set({ unapplied_listed: true });
    expect(idsOf(await page())).toContain(id);
    expect(idsOf(await page('status=NEW&limit=100'))).not.toContain(id);
  });

  it('§13.6: a removed application may be told as a changed candidate', async () => {
    const receiver = await startReceiver();
    const base = '/webhooks-api/v201907/subscriptions';
    const subscription = textAt((await client.send('POST', base, { callbackUrl: receiver.url, events: ['candidate.updated'] })).body, 'id');
    await client.send('PUT', `${base}/${subscription}/activation`);
    await set({ application_deletion_emits: 'candidate.updated' });
    const [item] = contentOf(await page());
    await client.send('DELETE', `/candidates/${textAt(item, 'id')}/jobs/${textAt(item, 'primaryAssignment', 'job', 'id')}`);
    expect((await receiver.waitFor(1)).map(({ body }) => body)).toEqual([JSON.stringify({ id: item?.['id'] })]);
    await receiver.close();
  });

  it('§13.8: requests are counted per endpoint, and refusals look otherwise', async () => {
    await sandbox.close();
    sandbox = await startSandbox({ size: 1, seed: 1, answerMs: 0, now: () => Date.UTC(2027, 0, 1) });
    client = createSandboxClient(sandbox);
    const ask = (path: string): Promise<readonly Reply[]> => inTurn(Array.from({ length: 12 }), () => client.get(path));
    await set({ rate_limit_scope: 'endpoint', refusal_body: 'none', retry_after_s: 2 });
    const [jobs, departments] = [await ask('/jobs'), await ask('/configuration/departments')];
    const served = (replies: readonly Reply[]): number => replies.filter(({ status }) => status === 200).length;
    expect([served(jobs), served(departments)]).toEqual([10, 10]);
    const refused = jobs.at(-1);
    expect([refused?.status, refused?.text, refused?.headers.get('retry-after'), refused?.headers.get('x-ratelimit-remaining')]).toEqual([429, '', '2', '0']);
    await set({ rate_limit_scope: 'credential', refusal_body: 'html' });
    await ask('/jobs/none');
    const [both] = await ask('/configuration/sources');
    expect([both?.status, both?.text]).toEqual([429, expect.stringContaining('<html>')]);
  });
});
