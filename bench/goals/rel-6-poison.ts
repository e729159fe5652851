import { events, subjectOf } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';
import { ACME, callbackOf, eventually, postWebhook, type TestStack } from '@secondlook/testkit';
import { connect } from 'nats';

import { type Goal } from '../goal';
import { onStack, ONLY_WHEN_ASKED, untilQuiet } from '../support/on-stack';
import { BLOCKS, measureRatio, showRatio } from '../support/ratio';

const LEAST = 0.95;
const PER_CENT = 1;
/** Posted at once: the gateway answers them together. */
const AT_ONCE = 50;
const DRAINED_MS = 300_000;
/** No JSON, another shape, no id. */
const POISONS = ['no JSON', '[]', '{"version":"1"}'];

export const poison: Goal = {
  id: 'REL-6',
  statement: `with ${PER_CENT} % poison good events are handled at ${LEAST} × the speed or more; all poison is dead-lettered with its reason`,
  size: 1_000,
  unit: 'events a block',
  measure: (run) =>
    onStack(run, { size: 50, speed: run.speed ?? 50, environment: ONLY_WHEN_ASKED }, async (stack, webhooks) => {
      await untilQuiet(stack);
      const callback = callbackOf(webhooks, ACME);
      let block = 0;
      const handle = (poisons: number) => handleAll(stack, callback, `rel-6-${run.seed}-${(block += 1)}`, run.size, poisons);
      const perBlock = Math.max(1, Math.floor((run.size * PER_CENT) / 100));
      // Time by time: without poison over with.
      const ratio = await measureRatio(run.seed, () => handle(0), () => handle(perBlock));
      const dead = await listDead(stack);
      const unexplained = dead.filter(({ errorKind, errorMessage }) => errorKind === '' || errorMessage === '').length;
      return {
        isMet: ratio.low >= LEAST && dead.length === perBlock * BLOCKS && unexplained === 0,
        figure: `${showRatio(ratio)} of the speed without; ${dead.length} of ${perBlock * BLOCKS} poisonous events dead-lettered, ${unexplained} of them without a reason`,
      };
    }),
};

/** From the first webhook until the last one is closed. */
async function handleAll(stack: TestStack, callback: { url: string; key: string }, name: string, count: number, poisons: number): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => postWebhook({ ...callback, eventName: 'onboarding.unknown', eventId: `${name}-${from + index}`, body: {} }));
    const refused = (await Promise.all(some)).filter((status) => status !== 202).length;
    if (refused > 0) {
      throw new Error(`${refused} webhooks were not acknowledged.`);
    }
    if (from === 0) {
      await publishPoison(stack, poisons);
    }
  }
  await eventually('all are closed', async () => (await stack.clients.gateway.listOpenDeliveries({ pageSize: 1 }, stack.as(ACME))).deliveries.length, (open) => open === 0, DRAINED_MS);
  return performance.now() - startedAt;
}

async function publishPoison({ engines }: TestStack, count: number): Promise<void> {
  const connection = await connect({ servers: engines.nats.url });
  try {
    for (let index = 0; index < count; index++) {
      await connection.jetstream().publish(subjectOf(events.webhookReceived, ACME), POISONS[index % POISONS.length] ?? '');
    }
  } finally {
    await connection.close();
  }
}

async function listDead({ clients, as }: TestStack) {
  const dead = [];
  for await (const one of allPages((pageToken) => clients.opsOf('connector').listDeadLetters({ pageSize: 1_000, pageToken }, as()), (page) => page.deadLetters)) {
    dead.push(one);
  }
  return dead;
}
