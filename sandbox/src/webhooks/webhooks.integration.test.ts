import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventNames } from '../domain/event-names';
import { isJsonObject, parseJson, type JsonObject } from '../domain/json';
import { formatSignature } from '../domain/signature';
import { startSandbox, type Sandbox } from '../start-sandbox';
import { createSandboxClient, textAt, type Reply, type SandboxClient } from '../testing/sandbox-client';
import { startReceiver, type ReceivedCall, type Receiver } from '../testing/start-receiver';

jest.setTimeout(30_000);

const BASE = '/webhooks-api/v201907/subscriptions';
/** First gaps of the retry schedule: 10, 30, 100 ms. */
const SPEED = 6000;

const header = (call: ReceivedCall | undefined, name: string): string => {
  const value = call?.headers[name];
  return typeof value === 'string' ? value : '';
};

const bodyOf = (call: ReceivedCall | undefined): JsonObject => {
  const body = parseJson(call?.body ?? '{}');
  return isJsonObject(body) ? body : {};
};

const signatureOf = (call: ReceivedCall | undefined, keys: readonly string[]): string =>
  formatSignature(keys, {
    timestamp: header(call, 'smartrecruiters-timestamp'),
    body: call?.body ?? '',
    eventId: header(call, 'event-id'),
    eventName: header(call, 'event-name'),
    eventVersion: header(call, 'event-version'),
    link: header(call, 'link'),
  });

describe('webhooks', () => {
  let sandbox: Sandbox;
  let client: SandboxClient;
  const receivers: Receiver[] = [];

  beforeEach(async () => {
    sandbox = await startSandbox({ size: 3, seed: 6, speed: SPEED });
    client = createSandboxClient(sandbox);
  });
  afterEach(async () => {
    await sandbox.close();
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  });

  const receive: typeof startReceiver = async (...parameters) => {
    const receiver = await startReceiver(...parameters);
    receivers.push(receiver);
    return receiver;
  };
  const subscribe = async (callbackUrl: string, events: readonly string[], more: JsonObject = {}): Promise<Reply> =>
    client.send('POST', BASE, { callbackUrl, events: [...events], ...more });
  const activate = async (receiver: Receiver, events: readonly string[], more?: JsonObject): Promise<string> => {
    const id = textAt((await subscribe(receiver.url, events, more)).body, 'id');
    expect((await client.send('PUT', `${BASE}/${id}/activation`)).status).toBe(204);
    return id;
  };
  const createKey = async (id: string): Promise<string> => textAt((await client.send('POST', `${BASE}/${id}/secret-key`)).body, 'secretKey');

  it('are subscribed to, inactive at first, for known events at an https or loopback address', async () => {
    const created = await subscribe('https://product.example/hook', ['job.created']);
    expect([created.status, created.body]).toEqual([
      201,
      { id: textAt(created.body, 'id'), callbackUrl: 'https://product.example/hook', events: [{ name: 'job.created', version: 'v201910' }], status: 'inactive' },
    ]);
    const statuses = await Promise.all(
      [
        subscribe('http://product.example/hook', ['job.created']),
        subscribe('http://127.0.0.1.product.example/hook', ['job.created']),
        subscribe('no address', ['job.created']),
        subscribe('https://product.example/hook', ['job.deleted']),
        subscribe('https://product.example/hook', []),
        subscribe('https://product.example/hook', ['job.created', 'job.created']),
      ].map(async (reply) => (await reply).status),
    );
    expect(statuses).toEqual([422, 422, 422, 422, 400, 400]);
  });

  it('are limited to twenty subscriptions of one credential, listed page by page in a bare array', async () => {
    for (let count = 0; count < 20; count += 1) await subscribe('https://product.example/hook', ['job.created']);
    expect((await subscribe('https://product.example/hook', ['job.created'])).body).toMatchObject({ errors: [{ code: 'SUBSCRIPTIONS_LIMIT_EXCEEDED' }] });
    const page = await client.get(`${BASE}?limit=15`);
    const next = /<(.*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect(next).toContain('page_id=');
    const rest = await client.get(next);
    expect([page.json, rest.json].map((list) => (Array.isArray(list) ? list.length : 0))).toEqual([15, 5]);
    expect(rest.headers.get('link')).toBeNull();
  });

  it('are activated by a handshake inside the call, and not without', async () => {
    const receiver = await receive();
    const id = await activate(receiver, ['job.created']);
    expect((await client.get(`${BASE}/${id}`)).body).toMatchObject({ status: 'active' });
    expect((await client.send('PUT', `${BASE}/${id}/activation`)).status).toBe(409);
    const deaf = textAt((await subscribe(`${sandbox.url}/nowhere`, ['job.created'])).body, 'id');
    expect((await client.send('PUT', `${BASE}/${deaf}/activation`)).status).toBe(424);
    const handshakes = (await client.lines('/control/events')).filter(({ kind }) => kind === 'handshake');
    expect(handshakes.map(({ isAccepted }) => isAccepted)).toEqual([true, false]);
    expect((await client.send('DELETE', `${BASE}/${id}`)).status).toBe(204);
    expect((await client.get(`${BASE}/${id}`)).status).toBe(404);
  });

  it('carry ids only, named and linked as in the API reference, and no link for a deleted candidate', async () => {
    const receiver = await receive();
    await activate(receiver, eventNames);
    const id = textAt((await client.control('POST', '/control/candidates', { firstName: 'Ada' })).body, 'id');
    await receiver.waitFor(1);
    await client.control('DELETE', `/control/candidates/${id}`);
    const [created, deleted] = await receiver.waitFor(2);
    expect([header(created, 'event-name'), header(created, 'link'), bodyOf(created)]).toEqual(['candidate.created', `<${sandbox.url}/candidates/${id}>; rel="self"`, { id }]);
    expect([header(deleted, 'event-name'), deleted?.headers['link'], bodyOf(deleted)]).toEqual(['candidate.deleted', undefined, { id }]);
    expect(header(created, 'event-id')).not.toBe(header(deleted, 'event-id'));
    expect(header(created, 'smartrecruiters-signature')).toBe('');
  });

  it('are signed with every live key, at the real time of the try', async () => {
    const receiver = await receive();
    const id = await activate(receiver, ['job.created']);
    await client.control('PUT', '/control/clock', { speed: 1 });
    const old = await createKey(id);
    const last = await createKey(id);
    await client.control('POST', '/control/jobs', { title: 'Nurse' });
    const [call] = await receiver.waitFor(1);
    expect(header(call, 'smartrecruiters-signature')).toBe(signatureOf(call, [old, last]));
    expect(Math.abs(Number(header(call, 'smartrecruiters-timestamp')) - Date.now() / 1000)).toBeLessThan(5);
    expect((await client.get(`${BASE}/${id}/secret-key`)).body).toEqual({ secretKey: last });
  });

  it('have sixteen live keys at most', async () => {
    await client.control('PUT', '/control/clock', { speed: 20 });
    const id = textAt((await subscribe('https://product.example/hook', ['job.created'])).body, 'id');
    const statuses: number[] = [];
    while (statuses.length < 17) {
      const { status } = await client.send('POST', `${BASE}/${id}/secret-key`);
      if (status !== 429) statuses.push(status);
    }
    expect(statuses).toEqual([...Array.from({ length: 16 }, () => 201), 403]);
  });

  it('are delivered again after anything but 202, with the same event id, until they are accepted', async () => {
    const receiver = await receive((_call, index, response) => response.writeHead([500, 200, 204, 202][index] ?? 202).end());
    await activate(receiver, ['job.created']);
    await client.control('POST', '/control/jobs', { title: 'Nurse' });
    const calls = await receiver.waitFor(4);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(calls).toHaveLength(4);
    expect(new Set(calls.map((call) => header(call, 'event-id'))).size).toBe(1);
    const gaps = calls.slice(1).map((call, index) => call.at - (calls[index]?.at ?? 0));
    expect(gaps[0]).toBeGreaterThanOrEqual(9);
    expect(gaps[2]).toBeGreaterThanOrEqual(99);
    const deliveries = (await client.lines('/control/events')).filter(({ kind }) => kind === 'delivery');
    expect(deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([[1, 500], [2, 200], [3, 204], [4, 202]]);
  });

  it('go to one subscriber side by side, but not all at once', async () => {
    let open = 0;
    let most = 0;
    const receiver = await receive((_call, _index, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(202).end();
      }, 20);
    });
    await activate(receiver, ['job.created']);
    await Promise.all(Array.from({ length: 40 }, () => client.control('POST', '/control/jobs', { title: 'Nurse' })));
    expect(await receiver.waitFor(40)).toHaveLength(40);
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('carry the authentication the subscriber asked for', async () => {
    const receiver = await receive();
    await activate(receiver, ['job.created'], { callbackAuthentication: { type: 'header', headerName: 'X-Gate', headerValue: 'open' } });
    await activate(receiver, ['job.updated'], { callbackAuthentication: { type: 'basic', username: 'u', password: 'p' } });
    const id = textAt((await client.control('POST', '/control/jobs', { title: 'Nurse' })).body, 'id');
    await receiver.waitFor(1);
    await client.control('PATCH', `/control/jobs/${id}`, { title: 'Senior Nurse' });
    const [first, second] = await receiver.waitFor(2);
    expect(header(first, 'x-gate')).toBe('open');
    expect(header(second, 'authorization')).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
  });
});
