import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncKind, SyncState } from '@secondlook/contracts';
import { ACME, createNetwork, eventually, GLOBEX, provision, readCalls, readWebhooks, startTestStack, stateOf, type Edge, type Network, type TestStack } from '@secondlook/testkit';
import { MongoClient } from 'mongodb';

import { expectInvariants } from './support/expect-invariants';
import { countOf } from './support/people';

const SIZE = 100;
const TENANTS = [ACME, GLOBEX];
/** A beat must be unchanged for 5 s; a contender looks every second. */
const TAKEN_OVER_MS = 9_000;
/** Who is read at once, and held: fewer than the connector's sixteen. They have no files, so that what was read of them is sent at once. */
const HELD = 4;
const FIRST = 'connector-0';
const SECOND = 'connector-1';
const TO_INGESTION = ({ from, to }: Edge) => from === 'connector' && to === 'ingestion';

describe('two connectors', () => {
  let stack: TestStack;
  /** Of the first connector; the second is not on it. */
  let network: Network;
  let second: Awaited<ReturnType<TestStack['startReplica']>>;
  let mongo: MongoClient;
  /** Processes that died or were taken for dead: what they had in hand is read again. */
  let deaths = 0;

  beforeAll(async () => {
    network = createNetwork();
    stack = await startTestStack({ size: SIZE, speed: 10, network, environment: { SYNC_INCREMENTAL_EVERY_MS: '3600000' } });
    mongo = await MongoClient.connect(stack.engines.mongo.url);
    second = await stack.startReplica('connector');
    await provision(stack);
    await readWebhooks(stack);
  }, 180_000);
  afterAll(async () => {
    await mongo.close();
    await stack.stop();
  }, 60_000);

  const view = () => ({ ...stack.view(), restarts: deaths });

  /** Who holds the connections' leases, each name once. */
  async function holders(): Promise<string[]> {
    const leases = await mongo.db('connector').collection<{ _id: string; holder: string }>('leases').find({}).toArray();
    return [...new Set(leases.map(({ holder }) => holder))].sort();
  }

  /** Of a counter, as a service shows it: over all its labels, or those that match. */
  async function counted(url: string, metric: string, labels = ''): Promise<number> {
    const lines = (await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) })).text()).split('\n');
    return lines.filter((line) => line.startsWith(`secondlook_${metric}`) && line.includes(labels)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }
  const opsOf = (service: string) => `http://127.0.0.1:${stack.ports[`${service}-ops`]}`;
  const superseded = () => counted(opsOf('ingestion'), 'records_total', 'verdict="superseded"');

  async function callsOf(tenant: string): Promise<number> {
    const endpoint = stack.sandbox[tenant];
    return endpoint === undefined ? 0 : (await readCalls(endpoint)).length;
  }
  /** How many calls there were, and how many more within a few windows of the rate limit. */
  async function growthOf(tenant: string): Promise<{ now: number; by: number }> {
    const before = await callsOf(tenant);
    await sleep(500);
    const now = await callsOf(tenant);
    return { now, by: now - before };
  }
  /** Asks the store: the connector that answers calls may be stopped. */
  async function dueOf(tenant: string): Promise<number> {
    const connection = await mongo.db('connector').collection<{ _id: string }>('connections').findOne({ tenantId: tenant });
    return mongo.db('connector').collection(`due_reads_${connection?._id}`).countDocuments({ sweep: { $ne: true } });
  }

  async function latestSync(tenant: string) {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(tenant));
    return (await stack.clients.connector.listSyncRuns({ connectionId: connections[0]?.connectionId ?? '', pageSize: 1 }, stack.as(tenant))).syncRuns[0];
  }
  async function startFullSync(tenant: string): Promise<void> {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(tenant));
    await stack.clients.connector.startSync({ connectionId: connections[0]?.connectionId ?? '', kind: SyncKind.FULL }, stack.as(tenant));
  }

  /** Everybody of a tenant changes. */
  async function changeAll(tenant: string, tag: string): Promise<void> {
    for (const line of await stateOf(stack, tenant)) {
      await (line.kind === 'candidate' ? stack.control(tenant).patch(`/candidates/${line.id}`, { tags: [tag] }) : undefined);
    }
  }

  async function expectSharedBudget(): Promise<void> {
    await expectInvariants(view);
    for (const tenant of TENANTS) {
      const endpoint = stack.sandbox[tenant];
      const calls = endpoint === undefined ? [] : await readCalls(endpoint);
      expect(calls.length).toBeGreaterThan(SIZE / 4);
      expect(Math.max(...calls.map(({ listInFlight }) => listInFlight))).toBe(1);
      expect(Math.max(...calls.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(8);
    }
  }

  it('read one connection one at a time, within one budget, and both see to webhooks', async () => {
    for (const tenant of TENANTS) {
      await stack.control(tenant).create('/candidates', { firstName: 'Somebody', lastName: 'Early', email: `early@${tenant}.example` });
    }
    await eventually('the first syncs are done', () => Promise.all(TENANTS.map(latestSync)), (runs) => runs.every((run) => run?.state === SyncState.DONE), 90_000);
    await changeAll(ACME, 'twice');
    await expectSharedBudget();
    const leases = await Promise.all([opsOf('connector'), second.url].map((url) => counted(url, 'leases')));
    expect(leases.reduce((sum, count) => sum + count, 0)).toBe(TENANTS.length);
  }, 200_000);

  it('one that was stopped past its lease, and wakes up, changes nothing that the other has read since', async () => {
    // Both began to claim at once, and either may have been the first.
    if ((await holders()).includes(SECOND)) {
      await second.process.kill();
      deaths += 1;
      await eventually('the first has taken over', holders, (names) => names.length === 1 && names[0] === FIRST, TAKEN_OVER_MS);
    }
    const people = await Promise.all(Array.from({ length: HELD }, (_, index) => stack.control(ACME).create('/candidates', { firstName: 'Somebody', lastName: 'Held', email: `held${index}@example.com` })));
    const change = (tag: string) => Promise.all(people.map((id) => stack.control(ACME).patch(`/candidates/${id}`, { tags: [tag] })));
    await eventually('they are there', () => countOf(stack, ACME, 'somebody held'), (count) => count === HELD);
    // What the first has read of them is still on its way when they change again.
    network.disturb(TO_INGESTION, { kind: 'stall', direction: 'there' });
    const before = { calls: await callsOf(ACME), superseded: await superseded() };
    await change('old');
    await eventually('the first has read them', () => growthOf(ACME), ({ now, by }) => now >= before.calls + HELD && by === 0);
    stack.services.get('connector')?.signal('SIGSTOP');
    deaths += 1;
    await change('new');
    await eventually('the other has taken over', holders, (names) => names.length === 1 && names[0] === SECOND, TAKEN_OVER_MS);
    await eventually('the other has read them', () => dueOf(ACME), (due) => due === 0);
    network.mend();
    await eventually('what the first had read arrives', superseded, (count) => count > before.superseded);
    stack.services.get('connector')?.signal('SIGCONT');
    await expectSharedBudget();
    expect(await holders()).toEqual([SECOND]);
    expect(stack.services.get('connector')?.restarts()).toBe(0);
  }, 200_000);

  it('one that is killed in an open sync for good is followed by the other within the lease’s time', async () => {
    await Promise.all(TENANTS.map(startFullSync));
    await changeAll(ACME, 'newer');
    await second.process.end();
    deaths += 1;
    await stack.control(ACME).create('/candidates', { firstName: 'Somebody', lastName: 'Late', email: 'late@example.com' });
    await eventually('the first has taken over', holders, (names) => names.length === 1 && names[0] === FIRST, TAKEN_OVER_MS);
    await eventually('it reads', () => countOf(stack, ACME, 'somebody late'), (count) => count === 1);
    await expectSharedBudget();
  }, 200_000);
});
