import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startSandbox, type Sandbox } from './start-sandbox';
import { contentOf, createSandboxClient, textAt, type SandboxClient } from './testing/sandbox-client';

jest.setTimeout(30_000);

/** What a person allows, and what a credential may see. */
describe('consent and access', () => {
  let folder = '';
  let sandbox: Sandbox;
  let client: SandboxClient;

  const start = async (): Promise<void> => {
    sandbox = await startSandbox({ size: 30, seed: 8, speed: 5000, token: 't', controlToken: 'c', stateFile: join(folder, 'acme.jsonl') });
    client = createSandboxClient(sandbox);
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-access-'));
    await start();
  });
  afterEach(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });
  const list = async (query = ''): Promise<readonly string[]> => contentOf(await client.get(`/candidates?limit=100${query}`)).map((item) => textAt(item, 'id'));

  it('nobody was asked for consent until somebody says so; both forms are served, the list has the status and the details have neither', async () => {
    const [id = ''] = await list();
    const item = async () => contentOf(await client.get('/candidates?limit=1'))[0];
    expect(await item()).not.toHaveProperty('consent');
    const decisions = [{ status: 'acquired', scope: 'SmartRecruit', decidedOn: '2026-01-02T03:04:05.000Z' }, { status: 'declined', scope: 'SmartCRM', decidedOn: '2026-01-02T03:04:05.000Z' }];
    expect((await client.control('PUT', `/control/candidates/${id}/consent`, { status: 'ACQUIRED', date: '2026-01-02T03:04:05.000Z', decisions })).status).toBe(204);
    expect(await item()).toMatchObject({ id, consent: { status: 'ACQUIRED' } });
    expect((await client.get(`/candidates/${id}/consent`)).body).toEqual({ status: 'ACQUIRED', date: '2026-01-02T03:04:05.000Z' });
    expect((await client.get(`/candidates/${id}/consents`)).body).toEqual({ decisions });
    expect((await client.get(`/candidates/${id}`)).body).not.toHaveProperty('consent');
    expect(await list('&consentStatus=ACQUIRED')).toEqual([id]);
    expect(await list('&consentStatus=REQUIRED&consentStatus=PENDING')).toEqual([]);
    expect((await client.get('/candidates?consentStatus=DECLINED')).status).toBe(400);
    await sandbox.close();
    await start();
    expect((await client.get(`/candidates/${id}/consents`)).body).toEqual({ decisions });
  });

  it('a consent is told by no webhook, and by the log of changes', async () => {
    const [id = ''] = await list();
    const before = (await client.lines('/control/events')).length;
    await client.control('PUT', `/control/candidates/${id}/consent`, { status: 'PENDING' });
    const events = (await client.lines('/control/events')).slice(before);
    expect(events).toMatchObject([{ kind: 'change', entity: 'consent', candidateId: id, status: 'PENDING' }]);
    expect((await client.control('PUT', `/control/candidates/${id}/consent`, { status: 'GONE' })).status).toBe(400);
  });

  it('whoever is out of a credential’s view is in none of its lists, and refused under every address; other credentials see them', async () => {
    const [id = '', other = ''] = await list();
    const all = (await list()).length;
    const jobId = textAt((await client.get(`/candidates/${id}`)).body, 'primaryAssignment', 'job', 'id');
    await client.control('PUT', '/control/credentials/default', { token: 't', candidatesOutOfView: [id] });
    await client.control('PUT', '/control/credentials/wide', { token: 'wide' });
    const paths = [`/candidates/${id}`, `/candidates/${id}/consents`, `/candidates/${id}/jobs/${jobId}`, `/candidates/${id}/jobs/${jobId}/attachments`];
    const statuses = async (token?: string): Promise<readonly number[]> => Promise.all(paths.map(async (path) => (await client.get(path, token)).status));
    expect([(await list()).length, await list()]).toEqual([all - 1, expect.not.arrayContaining([id])]);
    expect([await statuses(), await statuses('wide')]).toEqual([[403, 403, 403, 403], [200, 200, 200, 200]]);
    expect((await client.get(`/candidates/${other}`)).status).toBe(200);
    await client.control('PUT', '/control/switches', { out_of_view_status: '401' });
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    expect((await client.lines('/control/state')).filter(({ outOfView }) => outOfView === true).map((line) => line['id'])).toEqual([id]);
  });
});
