import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACME, callbackOf, GLOBEX, provision, readWebhooks, startTestStack, waitUntilQuiet, type TenantWebhooks, type TestStack } from '@secondlook/testkit';

import { outlive } from '../bench/goals/rel-8-without-elasticsearch';
import { refuseAll } from '../bench/goals/sec-4-mutated-webhooks';

const seed = 1 + Math.floor(Math.random() * 1e6);

/** The goals that hold by count, at a size that fits a test run; `npm run bench` measures them at full size. */
describe(`by the thousand (seed ${seed})`, () => {
  let stack: TestStack;
  let webhooks: TenantWebhooks;

  beforeAll(async () => {
    stack = await startTestStack({ size: 100, durable: true, ownEngines: true });
    await provision(stack);
    webhooks = await readWebhooks(stack);
    // So that there are deliveries of the ATS's own to account for.
    await Promise.all([ACME, GLOBEX].map((tenant) => stack.control(tenant).create('/candidates')));
    await waitUntilQuiet(stack.view(), 180_000);
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const said: string[] = [];
  const run = (size: number) => ({ size, seed, say: (line: string) => said.push(line) });

  it('no mutated webhook is accepted: SEC-4 at 20,000', async () => {
    const { isMet, figure } = await refuseAll(run(20_000), { ...callbackOf(webhooks, ACME), foreignKey: callbackOf(webhooks, GLOBEX).key });
    expect({ isMet, figure, said }).toEqual({ isMet: true, figure, said: [] });
  }, 300_000);

  it('a minute without Elasticsearch costs no webhook and no document: REL-8', async () => {
    const { isMet, figure } = await outlive(stack, run(60), callbackOf(webhooks, ACME));
    expect({ isMet, figure, said }).toEqual({ isMet: true, figure, said });
  }, 400_000);
});
