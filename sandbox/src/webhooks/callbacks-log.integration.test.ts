import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '../domain/json';
import { startSandbox, type Sandbox } from '../start-sandbox';
import { createSandboxClient, inTurn, textAt, type Reply, type SandboxClient } from '../testing/sandbox-client';
import { startReceiver, type Receiver } from '../testing/start-receiver';

jest.setTimeout(30_000);

const BASE = '/webhooks-api/v201907/subscriptions';
const DAY = 86_400_000;
/** First gaps of the retry schedule: 10, 30, 100 ms. */
const SPEED = 6000;

describe('what became of callbacks', () => {
  let folder = '';
  let sandbox: Sandbox;
  let client: SandboxClient;
  let receiver: Receiver;
  /** Answers to come, then the standard one. */
  let answers: number[] = [];
  let status = 202;
  let later = 0;

  const start = async (): Promise<void> => {
    const stateFile = join(folder, 'acme.jsonl');
    sandbox = await startSandbox({ size: 3, seed: 6, speed: SPEED, token: 't', controlToken: 'c', stateFile, now: () => Date.now() + later });
    client = createSandboxClient(sandbox);
  };
  beforeEach(async () => {
    [answers, status, later] = [[], 202, 0];
    folder = mkdtempSync(join(tmpdir(), 'sandbox-callbacks-'));
    receiver = await startReceiver((_call, _index, response) => response.writeHead(answers.shift() ?? status).end());
    await start();
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
    rmSync(folder, { recursive: true });
  });

  const activate = async (more: JsonObject = {}): Promise<string> => {
    const id = textAt((await client.send('POST', BASE, { callbackUrl: receiver.url, events: ['job.created'], ...more })).body, 'id');
    await client.send('PUT', `${BASE}/${id}/activation`);
    return id;
  };
  const happen = (count = 1): Promise<readonly Reply[]> => inTurn(Array.from({ length: count }), () => client.control('POST', '/control/jobs'));
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const log = (id: string, query = ''): Promise<Reply> => client.get(`${BASE}/${id}/callbacks-log?${query}`);
  const lines = (json: Json): readonly JsonObject[] => (Array.isArray(json) ? json.filter(isJsonObject) : []);
  const statusOf = async (id: string): Promise<string> => textAt((await client.get(`${BASE}/${id}`)).body, 'status');
  const setSwitches = (values: JsonObject): Promise<Reply> => client.control('PUT', '/control/switches', values);

  it('is kept per try, newest first, with body and headers but not the secret of the callback', async () => {
    const id = await activate({ callbackAuthentication: { type: 'header', headerName: 'X-Own', headerValue: 'secret' } });
    await client.send('POST', `${BASE}/${id}/secret-key`);
    answers = [500];
    await happen();
    const [first, second] = await receiver.waitFor(2);
    await wait(20);
    const found = lines((await log(id)).json);
    expect(found.map((line) => line['status'])).toEqual(['successful', 'failed']);
    expect(second?.headers['x-own']).toBe('secret');
    const details = found.map((line) => line['requestDetails']);
    expect(details).toMatchObject([{ url: receiver.url, body: second?.body }, { url: receiver.url, body: first?.body }]);
    expect(textAt(details[1], 'headers', 'event-id')).toBe(first?.headers['event-id']);
    expect(textAt(details[1], 'headers', 'smartrecruiters-signature')).toBe(first?.headers['smartrecruiters-signature']);
    expect(JSON.stringify(found)).not.toContain('secret"');
    const state = JSON.stringify(found);
    await sandbox.close();
    await start();
    expect(JSON.stringify(lines((await log(id)).json))).toBe(state);
  });

  it('is listed page by page, by result and time, for thirty days and for the owner only', async () => {
    const id = await activate();
    await happen(5);
    await receiver.waitFor(5);
    await wait(20);
    const page = await log(id, 'limit=3');
    const next = /<(.*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect(next).toContain('page_id=');
    await happen();
    await receiver.waitFor(6);
    await wait(20);
    const rest = await client.get(next);
    expect([lines(page.json).length, lines(rest.json).length, rest.headers.get('link')]).toEqual([3, 2, null]);
    expect(lines((await log(id, 'callbackStatus=failed')).json)).toEqual([]);
    const now = new Date().toISOString();
    expect(lines((await log(id, `after=${now}`)).json)).toEqual([]);
    expect(lines((await log(id, `before=${now}`)).json)).toHaveLength(6);
    expect((await log(id, 'callbackStatus=lost')).status).toBe(400);
    expect((await log('none')).status).toBe(404);
    await client.control('PUT', '/control/credentials/other', { token: 'o' });
    expect((await client.get(`${BASE}/${id}/callbacks-log`, 'o')).status).toBe(404);
    later = 31 * DAY;
    expect(lines((await log(id)).json)).toEqual([]);
  });

  it('suspends after a run of failures where switched so, until activated again', async () => {
    const id = await activate();
    await setSwitches({ suspend_after: 3 });
    status = 500;
    await happen();
    await receiver.waitFor(3);
    await wait(200);
    expect(receiver.calls).toHaveLength(3);
    expect(await statusOf(id)).toBe('inactive');
    await happen();
    await sandbox.close();
    await start();
    expect(await statusOf(id)).toBe('inactive');
    status = 202;
    expect((await client.send('PUT', `${BASE}/${id}/activation`)).status).toBe(204);
    await happen();
    await receiver.waitFor(4);
    await wait(50);
    expect([await statusOf(id), receiver.calls.length]).toEqual(['active', 4]);
  });

  it('reads "suspended" where switched so, and a success begins the count anew', async () => {
    const id = await activate();
    await setSwitches({ suspend_after: 2, suspended_status: 'suspended' });
    answers = [500, 202, 500, 202];
    for (const count of [2, 4]) {
      await happen();
      await receiver.waitFor(count);
      await wait(20);
    }
    expect(await statusOf(id)).toBe('active');
    status = 500;
    await happen();
    await receiver.waitFor(6);
    await wait(20);
    expect(await statusOf(id)).toBe('suspended');
  });

  it('has the first try’s timestamp on every try where switched so', async () => {
    await setSwitches({ retry_timestamp: 'first_try' });
    const id = await activate();
    await client.send('POST', `${BASE}/${id}/secret-key`);
    status = 500;
    await happen();
    await receiver.waitFor(1);
    later = 3_600_000;
    const calls = await receiver.waitFor(3);
    const stamps = new Set(calls.map(({ headers }) => headers['smartrecruiters-timestamp']));
    expect([calls.length >= 3, stamps.size]).toEqual([true, 1]);
  });

  it('comes late and out of order where switched so', async () => {
    await setSwitches({ delivery_delay_s: 600 });
    await activate();
    await happen(12);
    const arrived = (await receiver.waitFor(12)).map(({ body }) => body);
    const made = (await client.lines('/control/events')).filter(({ op }) => op === 'created').map(({ id }) => JSON.stringify({ id }));
    expect(arrived.toSorted()).toEqual(made.toSorted());
    expect(arrived).not.toEqual(made);
  });
});
