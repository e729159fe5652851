import { setTimeout as sleep } from 'node:timers/promises';

import { SyncKind, SyncState } from '@secondlook/contracts';
import { ACME, eventually, silenceWebhooks, stateOf, type TestStack } from '@secondlook/testkit';

import { type Goal } from '../goal';
import { showCalls } from '../support/count-calls';
import { ONLY_WHEN_ASKED, onStack, untilQuiet } from '../support/on-stack';
import { runPass } from '../support/run-pass';

const ALWAYS_ALLOWED = 20;
/** A wrong burial would show within this. */
const WOULD_SHOW_MS = 10_000;

export const reconcileCalls: Goal = {
  id: 'P8',
  statement: 'max(20, 1 %) candidates deleted unnoticed are gone after the next reconcile with at most their number, a call per 100 listed candidates and jobs, and 2; more: it stops and asks',
  size: 1_000,
  unit: 'candidates',
  async measure(run) {
    return onStack(run, { size: run.size, speed: run.speed ?? 20, environment: ONLY_WHEN_ASKED }, async (stack) => {
      await untilQuiet(stack);
      await silenceWebhooks(stack, ACME);
      const doomed = Math.max(ALWAYS_ALLOWED, Math.floor(run.size / 100));
      const [before, listed] = [await countPeople(stack), await remove(stack, doomed)];
      const { state, calls } = await runPass(stack, SyncKind.FULL);
      run.say(showCalls(calls));
      await eventually('they are gone', () => countPeople(stack), (people) => people === before - doomed, 60_000);
      const allowed = listed + doomed + 2;

      await remove(stack, doomed + 20);
      const { state: asking } = await runPass(stack, SyncKind.FULL);
      await sleep(WOULD_SHOW_MS);
      const kept = await countPeople(stack);
      return {
        isMet: calls.total <= allowed && state === SyncState.DONE && asking === SyncState.ASKING && kept === before - doomed,
        figure: `${calls.total} of at most ${allowed} calls for ${doomed} deleted; ${doomed + 20} deleted: ${asking === SyncState.ASKING ? 'asks' : 'does not ask'}, ${kept} of ${before - doomed} people kept`,
      };
    });
  },
};

/** Removes some candidates. Answers how many pages listing the rest takes. */
async function remove(stack: TestStack, count: number): Promise<number> {
  const state = await stateOf(stack, ACME);
  const candidates = state.flatMap((line) => (line.kind === 'candidate' && line.listed ? [line.id] : []));
  for (const id of candidates.slice(0, count)) {
    await stack.control(ACME).remove(`/candidates/${id}`);
  }
  const jobs = state.filter((line) => line.kind === 'job').length;
  return Math.ceil((candidates.length - count) / 100) + Math.ceil(jobs / 100);
}

const countPeople = async ({ clients, as }: TestStack) => (await clients.search.searchCandidates({ pageSize: 1 }, as(ACME))).totalSize;
