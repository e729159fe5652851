import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncState, VerificationOutcome, WebhookState } from '@secondlook/contracts';
import { NotFoundError, SettingsError } from '@secondlook/kit';
import { ACME, eventually, GLOBEX, provision, readCalls, readWebhooks, startTestStack, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf } from './support/people';

/** What was under way when the pause began has ended by then. */
const SETTLED_MS = 3_000;
const WATCHED_MS = 4_000;
/** What a verification asks. */
const PROBES = ['GET /configuration/company', 'GET /jobs', 'GET /candidates', 'GET /webhooks-api/v201907/subscriptions', 'GET /audit-api/v201910/audit-events', 'GET /job-applications-api/v202112/job-applications/{id}'];

describe('a connection that a person paused', () => {
  let stack: TestStack;
  let connectionId = '';
  let passId: string | undefined;

  beforeAll(async () => {
    // Slow enough that the first pass is open for a while.
    stack = await startTestStack({ size: 300, speed: 5 });
    await provision(stack);
    await readWebhooks(stack);
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    connectionId = connections[0]?.connectionId ?? '';
    await eventually('the first pass has read some', latestPass, (pass) => (pass?.read ?? 0) > 20, 60_000);
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const connector = () => stack.clients.connector;
  const latestPass = async () => (await connector().listSyncRuns({ connectionId, pageSize: 1 }, stack.as(ACME))).syncRuns[0];
  const callsMade = async () => {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? [] : readCalls(endpoint);
  };

  /** In the middle of its first pass; repeating it changes nothing. Answers since when. */
  async function pause(): Promise<Date | undefined> {
    const { connection } = await connector().pauseConnection({ connectionId }, stack.as(ACME));
    const pass = await latestPass();
    expect(pass?.state).toBe(SyncState.OPEN);
    passId = pass?.syncRunId;
    await sleep(SETTLED_MS);
    return connection?.pausedTime;
  }

  it('makes no call in the middle of a pass, while webhooks are kept, and says so', async () => {
    const since = await pause();
    expect(since).toBeDefined();
    expect(await pause()).toEqual(since);
    const before = (await callsMade()).length;
    await stack.control(ACME).create('/candidates', { firstName: 'Meanwhile', lastName: 'Newcomer', email: 'meanwhile@example.com' });
    await sleep(WATCHED_MS);
    expect((await callsMade()).slice(before).map(({ endpoint }) => endpoint)).toEqual([]);
    const { health } = await connector().getConnectionHealth({ connectionId }, stack.as(ACME));
    expect([health?.pausedTime, health?.lag?.summary]).toEqual([since, expect.stringContaining('paused')]);
    expect((await stack.clients.gateway.listOpenDeliveries({}, stack.as(ACME))).deliveries.length).toBeGreaterThan(0);
    await expect(connector().startSync({ connectionId }, stack.as(ACME))).rejects.toThrow(SettingsError);
  }, 60_000);

  it('can be verified all the same, which costs what a verification costs', async () => {
    await pause();
    const before = (await callsMade()).length;
    const { connection } = await connector().verifyConnection({ connectionId }, { ...stack.as(ACME), deadlineMs: 60_000 });
    expect(connection?.verification?.outcome).toBe(VerificationOutcome.OK);
    await sleep(SETTLED_MS);
    expect((await callsMade()).slice(before).map(({ endpoint }) => endpoint).sort()).toEqual([...PROBES].sort());
  }, 60_000);

  it('stays so over a restart', async () => {
    await pause();
    const running = stack.services.get('connector');
    const pid = running?.pid();
    const before = (await callsMade()).length;
    await running?.kill();
    await eventually('it runs again', () => Promise.resolve(running?.pid()), (now) => now !== undefined && now !== pid);
    const paused = async () => (await connector().getConnection({ connectionId }, stack.as(ACME))).connection?.pausedTime;
    await eventually('it answers', paused, (time) => time !== undefined);
    // Longer than it takes to have the lease again.
    await sleep(WATCHED_MS + 6_000);
    expect((await callsMade()).length).toBe(before);
  }, 90_000);

  it('is nobody else’s to pause or to resume', async () => {
    await expect(connector().pauseConnection({ connectionId }, stack.as(GLOBEX))).rejects.toThrow(NotFoundError);
    await expect(connector().resumeConnection({ connectionId }, stack.as(GLOBEX))).rejects.toThrow(NotFoundError);
  });

  it('goes on where it stopped once it is resumed: the same pass, nothing read twice, and what webhooks told meanwhile', async () => {
    await pause();
    const readBefore = (await latestPass())?.read ?? 0;
    expect(readBefore).toBeGreaterThan(0);
    const { connection } = await connector().resumeConnection({ connectionId }, stack.as(ACME));
    expect([connection?.pausedTime, connection?.webhookState]).toEqual([undefined, WebhookState.ACTIVE]);
    expect((await latestPass())?.syncRunId).toBe(passId);
    await eventually('who came meanwhile is found', () => countOf(stack, ACME, 'meanwhile'), (count) => count === 1, 120_000);
    const run = async () => (await connector().listSyncRuns({ connectionId, pageSize: 100 }, stack.as(ACME))).syncRuns.find(({ syncRunId }) => syncRunId === passId);
    const done = await eventually('the pass is done', run, (pass) => pass?.state === SyncState.DONE, 180_000);
    expect(done?.read).toBeGreaterThan(readBefore);
    await expectInvariants(stack.view);
  }, 500_000);
});
