import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncState } from '@secondlook/contracts';
import { createRandom } from '@secondlook/sandbox';
import { ACME, GLOBEX, killAtRandom, provision, readWebhooks, startTestStack, waitUntilQuiet, type TenantWebhooks, type TestStack } from '@secondlook/testkit';

import { loseNone } from '../bench/goals/rel-3-acknowledged-webhooks';
import { outlive } from '../bench/goals/rel-8-without-elasticsearch';
import { refuseAll } from '../bench/goals/sec-4-mutated-webhooks';
import { expectInvariants } from './support/expect-invariants';

const seed = 1 + Math.floor(Math.random() * 1e6);

/** The goals that hold by count, at a size that fits a test run; `npm run bench` measures them at full size. */
describe(`by the thousand (seed ${seed})`, () => {
  let stack: TestStack;
  let webhooks: TenantWebhooks;

  beforeAll(async () => {
    stack = await startTestStack({ size: 100, durable: true });
    await provision(stack);
    webhooks = await readWebhooks(stack);
    // So that there are deliveries of the ATS's own to account for.
    await Promise.all([ACME, GLOBEX].map((tenant) => stack.control(tenant).create('/candidates')));
    await waitUntilQuiet(stack.view(), 180_000);
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const said: string[] = [];
  const run = (size: number) => ({ size, seed, say: (line: string) => said.push(line) });
  const callback = (tenant: string) => ({ url: webhooks[tenant]?.url ?? '', key: webhooks[tenant]?.keys[0] ?? '' });

  it('no mutated webhook is accepted: SEC-4 at 20,000', async () => {
    const { isMet, figure } = await refuseAll(run(20_000), { ...callback(ACME), foreignKey: callback(GLOBEX).key });
    expect({ isMet, figure, said }).toEqual({ isMet: true, figure, said: [] });
  }, 300_000);

  it('no acknowledged webhook is lost while processes are killed and the broker forgets: REL-3 at 5,000', async () => {
    const { isMet, figure } = await loseNone(stack, run(5_000), callback(ACME));
    expect({ isMet, figure, said }).toEqual({ isMet: true, figure, said });
    await expectInvariants(stack.view);
  }, 400_000);

  it('a minute without Elasticsearch costs no webhook and no document: REL-8', async () => {
    const { isMet, figure } = await outlive(stack, run(60), callback(ACME));
    expect({ isMet, figure, said }).toEqual({ isMet: true, figure, said });
  }, 400_000);
});

describe(`twenty random kills (seed ${seed})`, () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({ size: 400, speed: 10, seed });
    await provision(stack);
  }, 180_000);
  afterAll(() => stack.stop(), 60_000);

  it('in the middle of a sync, among changes, leave the mirror equal to its source: REL-1', async () => {
    const changes = changeUntil(stack, killAtRandom(stack, { times: 20, everyMs: 1_500, random: createRandom(seed, 'kills') }));
    await expect(changes).resolves.toBeGreaterThan(10);
    await expectInvariants(stack.view);
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    const { syncRuns } = await stack.clients.connector.listSyncRuns({ connectionId: connections[0]?.connectionId ?? '', pageSize: 100 }, stack.as(ACME));
    expect(syncRuns.filter(({ state }) => state === SyncState.OPEN)).toEqual([]);
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
