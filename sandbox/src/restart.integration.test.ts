import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startSandbox, type Sandbox } from './start-sandbox';
import { createSandboxClient, textAt, type SandboxClient } from './testing/sandbox-client';
import { startReceiver } from './testing/start-receiver';

jest.setTimeout(30_000);

const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions';

describe('a sandbox with a state file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = (port = 0): Promise<Sandbox> =>
    startSandbox({ size: 5, seed: 8, speed: 5000, token: 't', controlToken: 'c', port, stateFile: join(folder, 'acme.jsonl') });

  const read = async (client: SandboxClient, path: string): Promise<string> => (await client.control('GET', path)).text;
  const portOf = (sandbox: Sandbox): number => Number(new URL(sandbox.url).port);

  it('is after a restart what it was before: state, log, subscriptions, keys and credentials', async () => {
    const receiver = await startReceiver();
    const first = await start();
    const client = createSandboxClient(first);
    const id = textAt((await client.send('POST', SUBSCRIPTIONS, { callbackUrl: receiver.url, events: ['candidate.deleted'] })).body, 'id');
    const key = await client.send('POST', `${SUBSCRIPTIONS}/${id}/secret-key`);
    await client.send('PUT', `${SUBSCRIPTIONS}/${id}/activation`);
    const drawn = textAt((await client.control('POST', '/control/candidates')).body, 'id');
    await client.control('PATCH', `/control/candidates/${drawn}`, { odd: { null: null } });
    await client.control('POST', '/control/jobs', { title: 'Lamplighter' });
    await client.control('PUT', '/control/credentials/other', { token: 'o', permissions: ['jobs_read'] });
    const [gone] = (await client.lines('/control/state')).filter(({ kind, id: one }) => kind === 'candidate' && one !== drawn);
    await client.control('DELETE', `/control/candidates/${textAt(gone, 'id')}`);
    await receiver.waitFor(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const [state, events] = [await read(client, '/control/state'), await read(client, '/control/events')];
    await first.close();

    const second = await start();
    const again = createSandboxClient(second);
    expect(await read(again, '/control/state')).toBe(state.replaceAll(first.url, second.url));
    expect(await read(again, '/control/events')).toBe(events.replaceAll(first.url, second.url));
    expect((await again.get(`${SUBSCRIPTIONS}/${id}`)).body).toMatchObject({ status: 'active' });
    expect((await again.get(`${SUBSCRIPTIONS}/${id}/secret-key`)).body).toEqual(key.body);
    expect((await again.get('/candidates', 'o')).status).toBe(403);
    const next = textAt((await again.control('POST', '/control/candidates')).body, 'id');
    expect(next).not.toBe('');
    expect(state).not.toContain(next);
    await second.close();
    expect(receiver.calls).toHaveLength(1);
    await receiver.close();
  });

  it('delivers after a restart what nobody had accepted before, under the same event id', async () => {
    let isOpen = false;
    const receiver = await startReceiver((_call, _index, response) => response.writeHead(isOpen ? 202 : 500).end());
    const first = await start();
    const client = createSandboxClient(first);
    const id = textAt((await client.send('POST', SUBSCRIPTIONS, { callbackUrl: receiver.url, events: ['job.created'] })).body, 'id');
    await client.send('PUT', `${SUBSCRIPTIONS}/${id}/activation`);
    await client.control('PUT', '/control/clock', { speed: 1 });
    await client.control('POST', '/control/jobs', { title: 'Lamplighter' });
    await receiver.waitFor(1);
    await first.close();

    isOpen = true;
    const second = await start();
    const calls = await receiver.waitFor(2);
    await second.close();
    await receiver.close();
    expect(calls).toHaveLength(2);
    expect(calls[1]?.headers['event-id']).toBe(calls[0]?.headers['event-id']);
  });

  it('refuses a state file of another population, and leaves its port', async () => {
    const first = await start();
    const port = portOf(first);
    await first.close();
    await expect(startSandbox({ size: 6, seed: 8, port, stateFile: join(folder, 'acme.jsonl') })).rejects.toThrow('belongs to');
    await (await start(port)).close();
  });
});
