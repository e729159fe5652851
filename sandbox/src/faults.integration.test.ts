import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { faultNames } from './domain/faults/fault-rule';
import { type JsonObject } from './domain/json';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, inTurn, textAt, type Reply, type SandboxClient } from './testing/sandbox-client';

jest.setTimeout(30_000);

const LIST = 'GET /candidates';
const DETAIL = 'GET /candidates/{id}';

describe('faults', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;
  let calls = 0;

  beforeAll(async () => {
    sandbox = await startSandbox({ size: 40, seed: 5, speed: 5000 });
    client = createSandboxClient(sandbox);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await set([]);
    calls = (await client.lines('/control/calls')).length;
  });

  const set = (faults: readonly JsonObject[], seed = 1): Promise<Reply> => client.control('PUT', '/control/faults', { seed, faults: [...faults] });
  const logged = async (): Promise<readonly (string | undefined)[]> =>
    (await client.lines(`/control/calls?after=${calls}`)).map(({ fault }) => (typeof fault === 'string' ? fault : undefined));
  const pages = async (limit = 10): Promise<readonly (readonly string[])[]> => {
    const found: string[][] = [];
    let next = `/candidates?limit=${limit}`;
    while (next !== '') {
      const reply = await client.get(next);
      found.push(contentOf(reply).map((item) => textAt(item, 'id')));
      next = /<(.*)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1] ?? '';
    }
    return found;
  };
  const someone = async (): Promise<string> => textAt(contentOf(await client.get('/candidates?limit=1'))[0], 'id');

  it('are listed by name with what they do, and unknown names and endpoints are refused with the known ones', async () => {
    await set([{ name: 'server_error', rate: 0.5, burst: 2, endpoints: [LIST] }], 9);
    const { body } = await client.control('GET', '/control/faults');
    expect(body).toMatchObject({ seed: 9, faults: [{ name: 'server_error', rate: 0.5, burst: 2, endpoints: [LIST], answers: 0 }] });
    expect(Array.isArray(body['known']) && body['known'].map((known) => textAt(known, 'name'))).toEqual([...faultNames]);
    const unknown = await set([{ name: 'gremlins' }]);
    expect(unknown.status).toBe(400);
    expect(faultNames.filter((name) => !textAt(unknown.body, 'message').includes(name))).toEqual([]);
    const nowhere = await set([{ name: 'server_error', endpoints: ['GET /nowhere'] }]);
    expect([nowhere.status, textAt(nowhere.body, 'message')]).toEqual([400, expect.stringContaining(DETAIL)]);
    expect((await client.control('GET', '/control/faults')).body).toMatchObject({ seed: 9 });
  });

  it('take the place of answers, are logged, and are the same again for the same seed and calls', async () => {
    const run = async (): Promise<readonly number[]> => {
      await set([{ name: 'rate_limited', rate: 0.1, burst: 3 }, { name: 'server_error', rate: 0.1 }], 4);
      return (await inTurn(Array.from({ length: 40 }), () => client.get('/jobs'))).map(({ status }) => status);
    };
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(first).toContain(429);
    expect(first.some((status) => status >= 500)).toBe(true);
    const faults = await logged();
    expect(faults.slice(0, 40).map((fault) => fault !== undefined)).toEqual(first.map((status) => status !== 200));
    const [limited] = await inTurn([0], async () => {
      await set([{ name: 'rate_limited' }]);
      return client.get('/jobs');
    });
    expect(limited?.headers.get('x-ratelimit-remaining')).toBe('0');
  });

  it('break JSON: cut off or none at all', async () => {
    for (const name of ['truncated_json', 'invalid_json']) {
      await set([{ name, endpoints: [LIST] }]);
      const response = await fetch(`${sandbox.url}/candidates`, { headers: { 'X-SmartToken': sandbox.token } });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json;charset=utf-8']);
      const text = await response.text();
      expect(() => { JSON.parse(text); }).toThrow();
    }
    expect(await logged()).toEqual(['truncated_json', 'invalid_json']);
  });

  it('repeat and leave out items across pages', async () => {
    const whole = await pages();
    await set([{ name: 'repeated_item', most: 1 }]);
    const repeated = await pages();
    expect(repeated[1]).toEqual([whole[0]?.at(-1), ...(whole[1] ?? [])]);
    await set([{ name: 'missing_item', most: 1 }]);
    const lacking = await pages();
    expect(lacking.map((page) => page.length)).toEqual([10, 9, 10, 10]);
    expect(new Set(lacking.flat()).size).toBe(39);
    await set([{ name: 'expired_page_id' }]);
    expect(await pages()).toEqual([whole[0], []]);
  });

  it('change and delete people further on between pages, as ordinary changes', async () => {
    await set([{ name: 'changed_mid_scan', most: 1 }]);
    const before = (await client.lines('/control/events')).length;
    const whole = (await pages()).flat();
    await set([{ name: 'deleted_mid_scan', most: 1 }]);
    const rest = (await pages()).flat();
    const events = (await client.lines(`/control/events?after=${before}`)).filter(({ entity }) => entity === 'candidate');
    expect(events.map(({ op }) => op)).toEqual(['updated', 'deleted']);
    const [changed, deleted] = events.map((event) => textAt(event, 'id'));
    expect(whole.indexOf(changed ?? '')).toBeGreaterThanOrEqual(10);
    expect(whole.filter((id) => !rest.includes(id))).toEqual([deleted]);
    expect(await logged()).toEqual(['changed_mid_scan', undefined, undefined, undefined, 'deleted_mid_scan', undefined, undefined, undefined]);
  });

  it('make fields odd in lists and details, and leave the state as it is', async () => {
    const id = await someone();
    const good = (await client.get(`/candidates/${id}`)).json;
    for (const name of ['new_field', 'new_enum_value', 'null_field', 'wrong_type', 'oversize_string']) {
      await set([{ name, bytes: 5000 }]);
      const [detail, list] = [await client.get(`/candidates/${id}`), await client.get('/candidates?limit=3')];
      expect([detail.status, list.status]).toEqual([200, 200]);
      expect(detail.json).not.toEqual(good);
      expect(contentOf(list)).toHaveLength(3);
    }
    await set([]);
    expect((await client.get(`/candidates/${id}`)).json).toEqual(good);
  });

  it('delay answers and their ends in real time', async () => {
    const timed = async (name: string): Promise<number> => {
      await set([{ name, ms: 150 }]);
      const start = performance.now();
      expect((await client.get('/jobs')).status).toBe(200);
      return performance.now() - start;
    };
    expect(await timed('slow_answer')).toBeGreaterThan(140);
    expect(await timed('slow_close')).toBeGreaterThan(140);
    expect(await logged()).toEqual(['slow_answer', 'slow_close']);
    expect((await set([{ name: 'slow_answer', ms: 30_001 }])).status).toBe(400);
  });

  it('reset connections, before or within the answer', async () => {
    await set([{ name: 'connection_reset', endpoints: [DETAIL] }]);
    const id = await someone();
    for (let call = 0; call < 6; call += 1) await expect(client.get(`/candidates/${id}`)).rejects.toThrow();
    const lines = (await client.lines(`/control/calls?after=${calls}`)).slice(1);
    expect(lines.map(({ status, fault }) => [status, fault])).toEqual(lines.map(() => [0, 'connection_reset']));
    expect(lines.at(-1)).toMatchObject({ inFlight: 1 });
  });
});
