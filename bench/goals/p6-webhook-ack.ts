import { ACME, callbackOf, postWebhook } from '@secondlook/testkit';

import { type Goal } from '../goal';
import { onStack, untilQuiet } from '../support/on-stack';
import { percentile } from '../support/percentile';
import { postAtRate } from '../support/post-at-rate';

const PER_SECOND = 500;
const P99_MS = 150;

export const webhookAck: Goal = {
  id: 'P6',
  statement: `a webhook is answered 202 within ${P99_MS} ms at p99, with the durable write inside, at ${PER_SECOND}/s, without a loss or a 5xx`,
  size: 30_000,
  unit: 'webhooks',
  async measure(run) {
    return onStack(run, { size: 40, speed: run.speed ?? 50 }, async (stack, webhooks) => {
      await untilQuiet(stack);
      const callback = callbackOf(webhooks, ACME);
      const body = { job_id: 'j', candidate_id: 'c' };
      const answers = await postAtRate(run.size, PER_SECOND, (index) =>
        postWebhook({ ...callback, eventName: 'onboarding.unknown', eventId: `p6-${run.seed}-${index}`, body }),
      );
      const accepted = answers.filter(({ status }) => status === 202);
      const p99 = percentile(accepted.map(({ ms }) => ms), 0.99);
      return {
        isMet: accepted.length === answers.length && p99 <= P99_MS,
        figure: `p50 ${percentile(accepted.map(({ ms }) => ms), 0.5)} ms, p99 ${p99} ms; ${answers.length - accepted.length} of ${answers.length} not answered 202`,
      };
    });
  },
};
