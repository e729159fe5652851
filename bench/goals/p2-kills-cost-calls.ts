import { createRandom } from '@secondlook/sandbox';
import { killAtRandom } from '@secondlook/testkit';

import { type Goal, type GoalRun } from '../goal';
import { countCalls, showCalls, type Calls } from '../support/count-calls';
import { countDifferences } from '../support/count-differences';
import { ONLY_WHEN_ASKED, onStack, untilQuiet } from '../support/on-stack';

const KILLS = 20;
const KILL_EVERY_MS = 1_500;
const MOST = 1.01;

export const killsCostCalls: Goal = {
  id: 'P2',
  statement: `${KILLS} random kill -9 cost at most ${MOST} times the calls of an undisturbed sync`,
  size: 1_000,
  unit: 'candidates',
  async measure(run) {
    const undisturbed = await sync(run, 0);
    const disturbed = await sync(run, KILLS);
    const ratio = disturbed.calls.total / undisturbed.calls.total;
    return {
      isMet: ratio <= MOST && disturbed.differing === 0,
      figure: `${ratio.toFixed(4)} (${disturbed.calls.total} / ${undisturbed.calls.total} calls), ${disturbed.differing} differences in the invariants`,
    };
  },
};

async function sync(run: GoalRun, kills: number): Promise<{ calls: Calls; differing: number }> {
  return onStack(run, { size: run.size, speed: run.speed ?? 10, environment: ONLY_WHEN_ASKED }, async (stack) => {
    await killAtRandom(stack, { times: kills, everyMs: KILL_EVERY_MS, random: createRandom(run.seed, 'kills'), say: run.say });
    await untilQuiet(stack);
    const calls = await countCalls(stack);
    run.say(`${kills} kills, ${showCalls(calls)}`);
    return { calls, differing: await countDifferences(stack, run.say) };
  });
}
