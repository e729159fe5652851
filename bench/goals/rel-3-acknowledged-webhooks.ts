import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createRandom } from '@secondlook/sandbox';
import { ACME, callbackOf, eventually, killAtRandom, postWebhook, stateOf, type TestStack } from '@secondlook/testkit';

import { type Goal, type GoalRun, type Outcome } from '../goal';
import { onStack, untilQuiet } from '../support/on-stack';
import { postAtRate } from '../support/post-at-rate';

const PER_SECOND = 150;
const KILL_EVERY_MS = 2_000;
const WIPES = 2;
/** With one in so many a candidate changes, so that the ATS sends one of its own, which has the candidate read. */
const READ_EVERY = 50;

export const acknowledgedWebhooks: Goal = {
  id: 'REL-3',
  statement: `no acknowledged webhook is lost, with a kill -9 every ${KILL_EVERY_MS / 1_000} s and the broker's store wiped ${WIPES} times`,
  size: 100_000,
  unit: 'webhooks',
  measure: (run) =>
    onStack(run, { size: 100, speed: run.speed ?? 50 }, async (stack, webhooks) => {
      await untilQuiet(stack);
      return loseNone(stack, run, callbackOf(webhooks, ACME));
    }),
};

/** Posts webhooks while services are killed and the broker forgets everything; then looks for each that was acknowledged. */
async function loseNone(stack: TestStack, { size, seed, say }: Pick<GoalRun, 'size' | 'seed' | 'say'>, callback: { url: string; key: string }): Promise<Outcome> {
  const people = (await stateOf(stack, ACME)).flatMap((line) => (line.kind === 'candidate' ? [line.id] : []));
  const nameOf = (index: number) => `rel-3-${seed}-${index}`;
  const post = async (index: number) => {
    const person = people[(index / READ_EVERY) % people.length];
    if (index % READ_EVERY === 0 && person !== undefined) {
      await stack.control(ACME).patch(`/candidates/${person}`, { firstName: `Changed${index}` });
    }
    return postWebhook({ ...callback, eventName: 'onboarding.unknown', eventId: nameOf(index), body: {} });
  };
  const seconds = size / PER_SECOND;
  const kills = killAtRandom(stack, {
    times: Math.floor((seconds * 1_000) / KILL_EVERY_MS),
    everyMs: KILL_EVERY_MS,
    random: createRandom(seed, 'rel-3'),
    among: ['webhook-gateway', 'connector', 'ingestion'],
  });
  const [answers, killed] = await Promise.all([postAtRate(size, PER_SECOND, post), kills, wipeBroker(stack, seconds)]);
  const accepted = answers.flatMap(({ status }, index) => (status === 202 ? [nameOf(index)] : []));
  say(`${accepted.length} of ${size} were acknowledged; ${killed.length} kills`);
  await untilQuiet(stack);
  const lost = await findLost(stack, accepted);
  lost.slice(0, 20).forEach((line) => say(line));
  return { isMet: lost.length === 0 && accepted.length > size / 2, figure: `${lost.length} of ${accepted.length} acknowledged webhooks lost, ${killed.length} kills, ${WIPES} wipes` };
}

async function wipeBroker({ engines, dataFolder }: TestStack, seconds: number): Promise<void> {
  for (let wipe = 0; wipe < WIPES; wipe++) {
    await sleep((seconds * 1_000) / (WIPES + 1));
    await engines.nats.kill();
    rmSync(join(dataFolder, 'nats'), { recursive: true, force: true });
    await engines.nats.restart();
  }
}

/** Which of some deliveries the gateway does not know, or does not know to be applied. */
async function findLost({ clients, as }: TestStack, eventIds: readonly string[]): Promise<string[]> {
  const lost: string[] = [];
  for (let from = 0; from < eventIds.length; from += 50) {
    const chunk = eventIds.slice(from, from + 50);
    const states = await Promise.all(
      chunk.map((eventId) =>
        eventually(`${eventId} is looked for`, () => clients.gateway.getDelivery({ eventId }, as(ACME)).then(({ delivery }) => delivery?.closedTime !== undefined, () => false), () => true),
      ),
    );
    lost.push(...chunk.filter((_eventId, index) => states[index] !== true));
  }
  return lost;
}
