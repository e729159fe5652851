import { ACME, stateOf, type TestStack } from '@secondlook/testkit';

import { type Goal } from '../goal';
import { countCalls, readTimes, showCalls } from '../support/count-calls';
import { ONLY_WHEN_ASKED, onStack, untilQuiet } from '../support/on-stack';

const MOST = 1.03;
const MOST_REFUSED = 0.001;
/** The ATS's limit. */
const CALLS_PER_SECOND = 10;
const STANDARD_SPEED = 2;

export const fullSync: Goal = {
  id: 'P1',
  statement: `a full sync takes at most ${MOST} times the least that the ATS's limiter allows, with at most ${MOST_REFUSED * 100} % of calls refused`,
  size: 10_000,
  unit: 'candidates',
  async measure(run) {
    const speed = run.speed ?? STANDARD_SPEED;
    return onStack(run, { size: run.size, speed, environment: ONLY_WHEN_ASKED }, async (stack) => {
      await untilQuiet(stack);
      const calls = await countCalls(stack);
      run.say(showCalls(calls));
      const least = await leastCalls(stack);
      const leastSeconds = least / CALLS_PER_SECOND / speed;
      const { first, last } = await readTimes(stack);
      const ratio = (last - first) / 1_000 / leastSeconds;
      const refused = calls.refused / calls.total;
      return {
        isMet: ratio <= MOST && refused <= MOST_REFUSED,
        figure: `${ratio.toFixed(4)} × the least time (${leastSeconds.toFixed(0)} s for ${least} calls; ${calls.total} were made) at speed ${speed}, ${(refused * 100).toFixed(3)} % refused`,
      };
    });
  },
};

/** From the population alone: pages, then per job one call, per candidate one, per application two, per file one. */
async function leastCalls(stack: TestStack): Promise<number> {
  const state = await stateOf(stack, ACME);
  const listed = new Set(state.flatMap((line) => (line.kind === 'candidate' && line.listed ? [line.id] : [])));
  const count = (kind: 'application' | 'attachment') => state.filter((line) => line.kind === kind && listed.has(line.candidateId)).length;
  const jobs = state.filter(({ kind }) => kind === 'job').length;
  return Math.ceil(listed.size / 100) + Math.ceil(jobs / 100) + jobs + listed.size + 2 * count('application') + count('attachment');
}
