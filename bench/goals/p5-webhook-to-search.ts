import { setTimeout as sleep } from 'node:timers/promises';

import { ACME, eventually, type TestStack } from '@secondlook/testkit';

import { type Goal } from '../goal';
import { onStack, untilQuiet } from '../support/on-stack';
import { percentile } from '../support/percentile';

const POPULATION = 400;
const PER_SECOND = 5;
const [P50_MS, P99_MS] = [1_500, 5_000];

export const webhookToSearch: Goal = {
  id: 'P5',
  statement: `a change is searchable p50 ≤ ${P50_MS} ms, p99 ≤ ${P99_MS} ms after the ATS has it, at ${PER_SECOND} one-call events/s`,
  size: 300,
  unit: 'events',
  async measure(run) {
    return onStack(run, { size: POPULATION, speed: run.speed ?? 20 }, async (stack) => {
      await untilQuiet(stack);
      const people = await createPeople(stack, Math.min(run.size, 50));
      await untilQuiet(stack);
      const waits: Promise<number>[] = [];
      for (let event = 0; event < run.size; event++) {
        waits.push(change(stack, people[event % people.length] ?? '', event));
        await sleep(1_000 / PER_SECOND);
      }
      const took = await Promise.all(waits);
      const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)];
      return { isMet: p50 <= P50_MS && p99 <= P99_MS, figure: `p50 ${p50} ms, p99 ${p99} ms of ${took.length} events` };
    });
  },
};

/** People without an application: reading one takes one call. */
async function createPeople({ control }: TestStack, count: number): Promise<string[]> {
  const people: string[] = [];
  for (let index = 0; index < count; index++) {
    people.push(await control(ACME).create('/candidates', { firstName: 'Pulse', lastName: `Person${index}`, email: `pulse.${index}@example.com` }));
  }
  return people;
}

/** Renames somebody. Answers after how many ms a search finds the new name. */
async function change({ control, clients, as }: TestStack, externalId: string, event: number): Promise<number> {
  const name = `pulse${event}beat`;
  await control(ACME).patch(`/candidates/${externalId}`, { firstName: name });
  const changedAt = Date.now();
  await eventually(`${name} is found`, async () => (await clients.search.searchCandidates({ query: name, pageSize: 1 }, as(ACME))).totalSize, (total) => total === 1, 60_000);
  return Date.now() - changedAt;
}
