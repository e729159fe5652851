import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncKind, SyncState, WebhookState, type ConnectionHealth } from '@secondlook/contracts';
import { InvalidInputError, NotFoundError } from '@secondlook/kit';
import { type EventLine } from '@secondlook/sandbox';
import { ACME, eventually, GLOBEX, provision, readCalls, readEvents, readWebhooks, startTestStack, waitUntilQuiet, type TestStack } from '@secondlook/testkit';
import { MongoClient } from 'mongodb';
import { z } from 'zod';

import { expectInvariants } from './support/expect-invariants';
import { countOf, listPeople } from './support/people';

const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions';
const AUDIT = '/audit-api/v201910/audit-events';
/** What the mirror cannot do without. */
const LEAST = ['candidates_read', 'jobs_read', 'configuration_read'];

describe('what no webhook told of', () => {
  let stack: TestStack;
  let mongo: MongoClient;

  beforeAll(async () => {
    stack = await startTestStack({ size: 60, speed: 20 });
    mongo = await MongoClient.connect(stack.engines.mongo.url);
    await stack.control(ACME).put('/switches', { retention_emits: 'nothing' });
    const token = stack.sandbox[GLOBEX]?.token ?? '';
    await stack.control(GLOBEX).put('/credentials/default', { token, permissions: [...LEAST, 'webhooks_manage'] });
    await provision(stack);
    await readWebhooks(stack);
    await waitUntilQuiet(stack.view(), 180_000);
  }, 300_000);
  afterAll(async () => {
    await mongo.close();
    await stack.stop();
  }, 60_000);

  const control = () => stack.control(ACME);
  const callsOf = async (tenant: string) => {
    const endpoint = stack.sandbox[tenant];
    return endpoint === undefined ? [] : readCalls(endpoint);
  };

  /** One incremental pass that begins after now, from its beginning to its end. */
  async function pass(tenant = ACME): Promise<void> {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(tenant));
    const connectionId = connections[0]?.connectionId ?? '';
    const latest = async () => (await stack.clients.connector.listSyncRuns({ connectionId, pageSize: 1 }, stack.as(tenant))).syncRuns[0];
    await eventually('no pass is open', latest, (run) => run?.state === SyncState.DONE, 60_000);
    const { syncRun } = await stack.clients.connector.startSync({ connectionId }, stack.as(tenant));
    await eventually('the pass is done', latest, (run) => run?.state === SyncState.DONE && (run.syncRunId === syncRun?.syncRunId || run.startedTime !== syncRun?.startedTime), 60_000);
  }

  async function apply(firstName: string, lastName: string): Promise<string> {
    const id = await control().create('/candidates', { firstName, lastName, email: `${lastName.toLowerCase()}@example.com` });
    await control().post(`/candidates/${id}/applications`);
    await eventually(`${lastName} is found`, () => countOf(stack, ACME, lastName.toLowerCase()), (count) => count === 1);
    return id;
  }

  const connectionOf = async (tenant: string) => (await stack.clients.connector.listConnections({}, stack.as(tenant))).connections[0];
  const readEventsOf = async (): Promise<EventLine[]> => {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? [] : readEvents(endpoint);
  };

  const callbacks = () => mongo.db('webhook_gateway').collection<{ _id: string; tenantId: string }>('callbacks');
  const callbacksOf = (tenantId: string) => callbacks().find({ tenantId }).toArray();
  /** From here on the gateway refuses what the ATS sends. */
  async function forgetSigningKeys(): Promise<void> {
    const [callback] = await callbacksOf(ACME);
    await callbacks().updateOne({ _id: callback?._id ?? '' }, { $set: { sealedSigningKeys: [] } });
  }

  const idOf = async (externalId: string) => (await listPeople(stack, ACME)).find((person) => person.externalId === externalId)?.candidateId ?? '';
  const tombstoneOf = async (candidateId: string) => (await stack.clients.ingestion.getCandidates({ candidateIds: [candidateId] }, stack.as(ACME))).candidates[0];

  it('is learned from the audit feed: whose retention ended is gone after one pass, and is not asked for', async () => {
    const id = await apply('Retentia', 'Ablaufsky');
    await waitUntilQuiet(stack.view(), 60_000);
    const before = (await callsOf(ACME)).length;
    await control().remove(`/candidates/${id}?by=SYSTEM`);
    expect(await countOf(stack, ACME, 'ablaufsky')).toBe(1);
    await pass();
    await eventually('the person is gone', () => countOf(stack, ACME, 'ablaufsky'), (count) => count === 0);
    const calls = (await callsOf(ACME)).slice(before);
    expect(calls.filter(({ path }) => path.includes(id))).toEqual([]);
    expect(calls.some(({ path }) => path.startsWith(AUDIT))).toBe(true);
    await expectInvariants(stack.view);
  }, 120_000);

  it('a deleted job: past applications keep its title', async () => {
    const jobId = await control().create('/jobs', { title: 'Lamplighter of the Zeppelinarium', status: 'SOURCING' });
    const id = await apply('Jobina', 'Laternova');
    await control().post(`/candidates/${id}/applications`, { jobId });
    await eventually('the application is found', () => countOf(stack, ACME, 'laternova zeppelinarium'), (count) => count === 1);
    const mirroredId = (await listPeople(stack, ACME)).flatMap(({ applications }) => applications).find(({ jobExternalId }) => jobExternalId === jobId)?.jobId ?? '';
    await control().remove(`/jobs/${jobId}`);
    await pass();
    const { jobs } = await stack.clients.ingestion.getJobs({ jobIds: [mirroredId] }, stack.as(ACME));
    expect(jobs).toMatchObject([{ deleted: true, title: 'Lamplighter of the Zeppelinarium' }]);
  }, 120_000);

  it.each(['nothing', 'candidate.deleted'])('a merge is learned as one, whatever webhook it sends (%s): who is gone says who goes on', async (webhook) => {
    await control().put('/switches', { merge_emits: webhook });
    const suffix = webhook === 'nothing' ? 'stumm' : 'laut';
    const [loser, winner] = [await apply('Doppelia', `Verlierova${suffix}`), await apply('Doppelia', `Gewinnerova${suffix}`)];
    const [loserId, winnerId] = [await idOf(loser), await idOf(winner)];
    await control().post(`/candidates/${loser}/merge`, { into: winner });
    if (webhook !== 'nothing') {
      await eventually('the webhook is applied', () => countOf(stack, ACME, `verlierova${suffix}`), (count) => count === 0);
    }
    await pass();
    await eventually('the loser is gone', () => countOf(stack, ACME, `verlierova${suffix}`), (count) => count === 0);
    expect(await tombstoneOf(loserId)).toMatchObject({ deleted: true, mergedIntoId: winnerId, name: undefined });
    await eventually('the winner has both applications', () => listPeople(stack, ACME), (people) => people.find(({ candidateId }) => candidateId === winnerId)?.applications.length === 2);
    await expectInvariants(stack.view);
  }, 120_000);

  it('but the ATS’s log has it: a delivery that failed is applied once, and a suspended subscription is active again', async () => {
    const id = await apply('Suspendia', 'Zustellova');
    await waitUntilQuiet(stack.view(), 60_000);
    // After one failure the ATS drops the delivery and calls no more; nothing but its log tells of the change: no list does.
    await control().put('/switches', { suspend_after: 1, updated_on_moves_with: 'profile' });
    const before = (await readEventsOf()).length;
    await forgetSigningKeys();
    await control().post(`/candidates/${id}/applications`, { status: 'NEW' });
    const isFailed = (line: EventLine) => line.kind === 'delivery' && line.status !== 202;
    const failed = (await eventually('the delivery failed', readEventsOf, (lines) => lines.slice(before).some(isFailed))).slice(before).find(isFailed);
    const eventId = failed?.kind === 'delivery' ? failed.eventId : '';
    await expect(stack.clients.gateway.getDelivery({ eventId }, stack.as(ACME))).rejects.toBeInstanceOf(NotFoundError);
    await pass();
    await eventually('the application is mirrored', () => listPeople(stack, ACME), (people) => people.find(({ externalId }) => externalId === id)?.applications.length === 2);
    await eventually('the delivery is closed', () => stack.clients.gateway.getDelivery({ eventId }, stack.as(ACME)), ({ delivery }) => delivery?.closedTime !== undefined);
    await eventually('webhooks are active', () => connectionOf(ACME), (connection) => connection?.webhookState === WebhookState.ACTIVE);
    await control().put('/switches', { suspend_after: null, updated_on_moves_with: 'everything' });
    await apply('Suspendia', 'Wiederdova');
    // It is known: nobody gets it twice, and another tenant's callback is not there.
    const [callback] = await callbacksOf(ACME);
    const again = { path: String(callback?._id), eventId, eventName: 'candidate.updated', body: Buffer.from('{"id":"c"}') };
    expect(await stack.clients.gateway.putDelivery(again, stack.as(ACME))).toMatchObject({ isNew: false });
    await expect(stack.clients.gateway.putDelivery(again, stack.as(GLOBEX))).rejects.toBeInstanceOf(NotFoundError);
    await expect(stack.clients.gateway.putDelivery({ ...again, eventId: 'x', body: Buffer.from('odd') }, stack.as(ACME))).rejects.toBeInstanceOf(InvalidInputError);
  }, 120_000);

  it('a subscription that somebody removed is made again', async () => {
    const { url, token } = stack.sandbox[ACME] ?? { url: '', token: '' };
    const ask = async (path: string, method = 'GET') => fetch(`${url}${SUBSCRIPTIONS}${path}`, { method, headers: { 'x-smarttoken': token } });
    const listIds = async () => z.array(z.object({ id: z.string(), status: z.string() })).parse(await (await ask('')).json());
    const [first] = await eventually('the subscription is listed', listIds, (found) => found.length === 1);
    expect((await ask(`/${first?.id ?? ''}`, 'DELETE')).ok).toBe(true);
    await pass();
    await eventually('another one is active', listIds, (found) => found.length === 1 && found[0]?.id !== first?.id && found[0]?.status === 'active');
    await apply('Neuabonnia', 'Nochmalova');
  }, 120_000);

  it('is left to the lists where the credential may not read the feed: passes do not ask again, and go on', async () => {
    const refused = async () => (await callsOf(GLOBEX)).filter(({ path }) => path.startsWith(AUDIT));
    // The verification asked, and so did the first pass.
    const before = await refused();
    expect(before.map(({ status }) => status)).toEqual(before.map(() => 403));
    expect(before.length).toBeGreaterThan(0);
    await pass(GLOBEX);
    await pass(GLOBEX);
    expect(await refused()).toHaveLength(before.length);
  }, 120_000);

  async function healthOf(tenant: string): Promise<ConnectionHealth | undefined> {
    const connectionId = (await connectionOf(tenant))?.connectionId ?? '';
    return (await stack.clients.connector.getConnectionHealth({ connectionId }, stack.as(tenant))).health;
  }

  it('is shown per connection: when each stream was last read, how far behind the mirror may be, and what is used of the limits', async () => {
    await pass();
    const health = await eventually('calls are noted', () => healthOf(ACME), (found) => (found?.quota?.calls ?? 0) > 0 && found?.quota?.inFlight === 0);
    expect(health?.streams.map(({ name, problem }) => [name, problem])).toEqual(['jobs', 'candidates', 'audit', 'callbacks_log', 'webhooks'].map((name) => [name, '']));
    expect(health?.streams.filter(({ lastSuccessTime }) => lastSuccessTime === undefined)).toEqual([]);
    expect(health?.lag).toMatchObject({ pollingOnly: false });
    expect(health?.lag?.pollingLagSeconds).toBeLessThan(60);
    expect(health?.quota).toMatchObject({ limit: 10, concurrentLimit: 8 });
    expect(health?.webhooks).toMatchObject({ state: WebhookState.ACTIVE, problem: '', missingEvents: [] });
    expect(health?.webhooks?.events).toContain('candidate.deleted');
    expect(health?.webhooks?.lastSuspendedTime).toBeDefined();
    expect(health?.quarantined).toBe(0);

    const other = await healthOf(GLOBEX);
    expect(other?.streams.find(({ name }) => name === 'audit')).toMatchObject({ lastSuccessTime: undefined, problem: expect.stringContaining('audit_events_read') });
    const { connectionId = '' } = (await connectionOf(ACME)) ?? {};
    await expect(stack.clients.connector.getConnectionHealth({ connectionId }, stack.as(GLOBEX))).rejects.toBeInstanceOf(NotFoundError);
  }, 120_000);

  it('and, of a full pass, how far it is, and what it found and repaired', async () => {
    const { connectionId = '' } = (await connectionOf(ACME)) ?? {};
    await control().put('/faults', { faults: [{ name: 'slow_answer', ms: 2_000, most: 1, endpoints: ['GET /configuration/departments'] }] });
    const start = async () => (await stack.clients.connector.startSync({ connectionId, kind: SyncKind.FULL }, stack.as(ACME))).syncRun;
    const run = await eventually('a full pass begins', start, (begun) => begun?.kind === SyncKind.FULL);
    const during = await eventually('it is shown', () => healthOf(ACME), (found) => found?.currentPass !== undefined);
    expect(during?.currentPass).toMatchObject({ syncRun: { syncRunId: run?.syncRunId, kind: SyncKind.FULL }, remaining: undefined, estimatedEndTime: undefined });
    const after = await eventually('it is done', () => healthOf(ACME), (found) => found?.lastReconcile?.syncRun?.syncRunId === run?.syncRunId, 60_000);
    expect(after?.lastReconcile).toMatchObject({ repaired: 0, buried: 0, syncRun: { state: SyncState.DONE, suspected: 0 } });
    await control().put('/faults', { faults: [] });
  }, 120_000);

  it('says plainly when nobody calls us, and why', async () => {
    const token = stack.sandbox[GLOBEX]?.token ?? '';
    await stack.control(GLOBEX).put('/credentials/default', { token, permissions: LEAST });
    await pass(GLOBEX);
    const health = await healthOf(GLOBEX);
    expect(health?.lag).toMatchObject({ pollingOnly: true, summary: expect.stringContaining('polling alone') });
    expect(health?.webhooks).toMatchObject({ state: WebhookState.POLLING_ONLY, problem: expect.stringContaining('webhooks_manage') });
    await stack.control(GLOBEX).put('/credentials/default', { token, permissions: [...LEAST, 'webhooks_manage'] });
    await stack.clients.connector.verifyConnection({ connectionId: health?.connectionId ?? '' }, { ...stack.as(GLOBEX), deadlineMs: 60_000 });
    await eventually('webhooks are active once they may be', () => healthOf(GLOBEX), (found) => found?.webhooks?.state === WebhookState.ACTIVE && found.lag?.pollingOnly === false);
  }, 120_000);
});
