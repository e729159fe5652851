import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, textAt, type SandboxClient } from './testing/sandbox-client';

jest.setTimeout(30_000);

describe('merges and switches', () => {
  let folder = '';
  let sandbox: Sandbox;
  let client: SandboxClient;

  const start = async (): Promise<void> => {
    sandbox = await startSandbox({ size: 30, seed: 8, speed: 5000, token: 't', controlToken: 'c', stateFile: join(folder, 'acme.jsonl') });
    client = createSandboxClient(sandbox);
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-merges-'));
    await start();
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });
  const ids = async (): Promise<readonly string[]> => contentOf(await client.get('/candidates?limit=100')).map((item) => textAt(item, 'id'));
  const switchValue = async (name: string): Promise<unknown> => contentOf(await client.control('GET', '/control/switches')).find((one) => one['name'] === name)?.['value'];

  it('leave no trace of the loser at the ATS, and are the same after a restart', async () => {
    const [master = '', loser = ''] = await ids();
    const applications = (await client.lines('/control/state')).filter(({ kind, candidateId }) => kind === 'application' && (candidateId === master || candidateId === loser));
    const reply = await client.control('POST', `/control/candidates/${loser}/merge`, { into: master });
    expect([reply.status, textAt(reply.body, 'id')]).toEqual([200, master]);
    expect((await client.get(`/candidates/${loser}`)).status).toBe(404);
    expect(await ids()).not.toContain(loser);
    for (const jobId of new Set(applications.map((line) => textAt(line, 'jobId')))) {
      expect((await client.get(`/candidates/${master}/jobs/${jobId}`)).status).toBe(200);
      expect((await client.get(`/candidates/${loser}/jobs/${jobId}`)).status).toBe(404);
    }
    const state = (await client.control('GET', '/control/state')).text;
    const before = sandbox.url;
    await sandbox.close();
    await start();
    expect((await client.control('GET', '/control/state')).text).toBe(state.replaceAll(before, sandbox.url));
  });

  it('are refused without a master, for oneself and for nobody', async () => {
    const [id = ''] = await ids();
    const statuses = [{}, { into: id }, { into: 'nobody' }].map(async (body) => (await client.control('POST', `/control/candidates/${id}/merge`, body)).status);
    expect(await Promise.all(statuses)).toEqual([400, 400, 404]);
  });

  it('are told as switched, and switches outlive a restart', async () => {
    expect(await switchValue('merge_emits')).toBe('nothing');
    const wrong = await client.control('PUT', '/control/switches', { merge_emits: 'everything' });
    const unknown = await client.control('PUT', '/control/switches', { gravity: 'off' });
    expect([wrong.status, unknown.status]).toEqual([400, 400]);
    expect(textAt(unknown.body, 'message')).toContain('gravity');
    await client.control('PUT', '/control/switches', { merge_emits: 'candidate.deleted' });
    await sandbox.close();
    await start();
    expect(await switchValue('merge_emits')).toBe('candidate.deleted');
  });

  it('happen between pages as a fault', async () => {
    await client.control('PUT', '/control/faults', { faults: [{ name: 'merged_mid_scan', most: 1 }] });
    const first = await client.get('/candidates?limit=10');
    const [merged] = (await client.lines('/control/events')).filter(({ op }) => op === 'merged');
    const seen = contentOf(first).map(({ id }) => id);
    expect(seen).not.toContain(merged?.['id']);
    expect(seen).not.toContain(merged?.['into']);
    expect((await client.get(`/candidates/${textAt(merged, 'id')}`)).status).toBe(404);
    expect((await client.lines('/control/calls')).map(({ fault }) => fault)).toEqual(['merged_mid_scan', undefined]);
  });
});
