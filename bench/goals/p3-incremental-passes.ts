import { SyncKind } from '@secondlook/contracts';
import { ACME, silenceWebhooks, stateOf, type TestStack } from '@secondlook/testkit';

import { type Goal } from '../goal';
import { showCalls } from '../support/count-calls';
import { ONLY_WHEN_ASKED, onStack, untilQuiet } from '../support/on-stack';
import { runPass } from '../support/run-pass';

const CHANGED = 120;
const MOST_WITHOUT_CHANGE = 4;

export const incrementalPasses: Goal = {
  id: 'P3',
  statement: `an incremental pass without change costs at most ${MOST_WITHOUT_CHANGE} calls; with ${CHANGED} changes, what reading them takes, their pages, and 2`,
  size: 400,
  unit: 'candidates',
  async measure(run) {
    return onStack(run, { size: Math.max(run.size, CHANGED), speed: run.speed ?? 20, environment: ONLY_WHEN_ASKED }, async (stack) => {
      await untilQuiet(stack);
      await silenceWebhooks(stack, ACME);
      const { calls: idle } = await runPass(stack, SyncKind.INCREMENTAL);
      run.say(`without change: ${showCalls(idle)}`);
      const allowed = (await change(stack)) + Math.ceil(CHANGED / 100) + 2;
      const { calls: busy } = await runPass(stack, SyncKind.INCREMENTAL);
      run.say(`with ${CHANGED} changes: ${showCalls(busy)}`);
      return {
        isMet: idle.total <= MOST_WITHOUT_CHANGE && busy.total <= allowed,
        figure: `${idle.total} calls without change, ${busy.total} of at most ${allowed} with ${CHANGED}`,
      };
    });
  },
};

/** Changes some candidates. Answers how many calls reading them takes: details, and per application itself and its list of files. */
async function change(stack: TestStack): Promise<number> {
  const state = await stateOf(stack, ACME);
  const chosen = state.flatMap((line) => (line.kind === 'candidate' && line.listed ? [line.id] : [])).slice(0, CHANGED);
  for (const [index, id] of chosen.entries()) {
    await stack.control(ACME).patch(`/candidates/${id}`, { firstName: `Changed${index}` });
  }
  const applications = state.filter((line) => line.kind === 'application' && chosen.includes(line.candidateId)).length;
  return chosen.length + 2 * applications;
}
