import { setTimeout as sleep } from 'node:timers/promises';

import { UnavailableError } from '@secondlook/kit';
import { ACME, callbackOf, postWebhook, type TestStack } from '@secondlook/testkit';

import { type Goal, type GoalRun, type Outcome } from '../goal';
import { countDifferences } from '../support/count-differences';
import { onStack, untilQuiet } from '../support/on-stack';
import { postAtRate } from '../support/post-at-rate';

const PER_SECOND = 20;
/** Nobody waits long to hear that search is away. */
const SOON_MS = 5_000;

export const withoutElasticsearch: Goal = {
  id: 'REL-8',
  statement: 'while Elasticsearch is gone, webhooks are acknowledged and search answers a typed error; afterwards all converges by itself',
  size: 600,
  unit: 'seconds without Elasticsearch',
  measure: (run) =>
    onStack(run, { size: 200, speed: run.speed ?? 20 }, async (stack, webhooks) => {
      await untilQuiet(stack);
      return outlive(stack, run, callbackOf(webhooks, ACME));
    }),
};

/** Takes Elasticsearch away for so many seconds, and lets the ATS change meanwhile. */
export async function outlive(stack: TestStack, { size, seed, say }: Pick<GoalRun, 'size' | 'seed' | 'say'>, callback: { url: string; key: string }): Promise<Outcome> {
  const { elasticsearch } = stack.engines;
  await elasticsearch.kill();
  const changes = changeMeanwhile(stack, size);
  const post = (index: number) => postWebhook({ ...callback, eventName: 'onboarding.unknown', eventId: `rel-8-${seed}-${index}`, body: {} });
  const [answers, untyped] = await Promise.all([postAtRate(size * PER_SECOND, PER_SECOND, post), countUntyped(stack, size), changes]);
  await elasticsearch.restart();
  await untilQuiet(stack);
  const differing = await countDifferences(stack, say);
  const refused = answers.filter(({ status }) => status !== 202).length;
  return {
    isMet: refused === 0 && untyped === 0 && differing === 0,
    figure: `${refused} of ${answers.length} webhooks not acknowledged, ${untyped} searches without a typed error, ${differing} differences afterwards`,
  };
}

async function changeMeanwhile({ control }: TestStack, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 2) {
    const id = await control(ACME).create('/candidates');
    if (second % 4 === 0) {
      await control(ACME).remove(`/candidates/${id}`);
    }
    await sleep(2_000);
  }
}

/** Searches again and again. Answers how many had an answer, another error than that search is away, or had to wait long for it. */
async function countUntyped({ clients, as }: TestStack, seconds: number): Promise<number> {
  let untyped = 0;
  for (const endsAt = Date.now() + seconds * 1_000; Date.now() < endsAt; ) {
    const askedAt = Date.now();
    const isTyped = await clients.search.searchCandidates({ query: 'engineer' }, as(ACME)).then(
      () => false,
      (error: unknown) => error instanceof UnavailableError && Date.now() - askedAt < SOON_MS,
    );
    untyped += isTyped ? 0 : 1;
    await sleep(1_000);
  }
  return untyped;
}
