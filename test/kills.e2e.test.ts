import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncState, type ServiceName } from '@secondlook/contracts';
import { createRandom } from '@secondlook/sandbox';
import { ACME, eventually, killAtRandom, provision, readCalls, readWebhooks, startTestStack, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf } from './support/people';

const SIZE = 400;
/** With the four that are killed one by one, twenty: REL-1 at the size of a test run. */
const AT_RANDOM = 16;
const seed = 1 + Math.floor(Math.random() * 1e6);

describe('kill -9 in mid-sync', () => {
  let stack: TestStack;

  beforeAll(async () => {
    // Slow enough that the first sync is still open when the last service is killed.
    stack = await startTestStack({ size: SIZE, speed: 10 });
    await provision(stack);
    await readWebhooks(stack);
  }, 180_000);
  afterAll(() => stack.stop(), 60_000);

  const syncOf = async () => {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    const { syncRuns } = await stack.clients.connector.listSyncRuns({ connectionId: connections[0]?.connectionId ?? '', pageSize: 1_000 }, stack.as(ACME));
    return syncRuns.at(-1);
  };
  const callsMade = async () => {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? 0 : (await readCalls(endpoint)).length;
  };

  const callsAtKill = new Map<ServiceName, number>();

  it.each<ServiceName>(['connector', 'ingestion', 'search', 'webhook-gateway'])('of the %s interrupts an open sync, which goes on', async (service) => {
    const running = stack.services.get(service);
    const [pid, calls] = [running?.pid(), await callsMade()];
    // Something for every kind of work to be in hand: a webhook, a deletion, a page, reads.
    const control = stack.control(ACME);
    const doomed = await control.create('/candidates', { firstName: 'Doomed', lastName: service.replaceAll('-', ''), email: `doomed.${service}@example.com` });
    await control.create('/candidates', { firstName: 'Survivor', lastName: service.replaceAll('-', ''), email: `survivor.${service}@example.com` });
    await control.remove(`/candidates/${doomed}`);
    expect((await syncOf())?.state).toBe(SyncState.OPEN);
    await running?.kill();
    callsAtKill.set(service, await callsMade());
    await eventually('it runs again', () => Promise.resolve(running?.pid()), (now) => now !== undefined && now !== pid);
    await eventually('the sync goes on', callsMade, (now) => now > calls + 20, 60_000);
  }, 120_000);

  it(`of any service at random, ${AT_RANDOM} times among changes, is survived too (seed ${seed})`, async () => {
    const killed = killAtRandom(stack, { times: AT_RANDOM, everyMs: 1_000, random: createRandom(seed, 'kills') });
    const changes = await changeUntil(stack, killed);
    expect(changes).toBeGreaterThan(AT_RANDOM);
    expect(await killed).toHaveLength(AT_RANDOM);
  }, 120_000);

  it('loses nobody, brings nobody back, and spends no call twice beyond the eight in hand', async () => {
    await eventually('the sync is done', async () => (await syncOf())?.state, (state) => state === SyncState.DONE, 180_000);
    const total = await callsMade();
    for (const [service, calls] of callsAtKill) {
      expect({ service, remained: total - calls > 50 }).toEqual({ service, remained: true });
    }
    expect(callsAtKill.size).toBe(4);
    await expectInvariants(stack.view);
    expect(await countOf(stack, ACME, 'doomed')).toBe(0);
    expect(await countOf(stack, ACME, 'survivor')).toBe(4);
  }, 400_000);
});

/** People apply, change and leave until something is over. Answers how many changes there were. */
async function changeUntil({ control }: TestStack, over: Promise<unknown>): Promise<number> {
  let isOver = false;
  const end = over.finally(() => (isOver = true));
  let changes = 0;
  for (const hasEnded = () => isOver; !hasEnded(); changes += 3) {
    const [stays, leaves] = [await control(ACME).create('/candidates'), await control(ACME).create('/candidates')];
    await control(ACME).patch(`/candidates/${stays}`, { firstName: `Changed${changes}` });
    await control(ACME).remove(`/candidates/${leaves}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await end;
  return changes;
}
