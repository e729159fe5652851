import { type Metrics } from '@secondlook/kit';

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

/** One function per fact worth counting. */
export function createGatewayMetrics(metrics: Metrics) {
  const answers = metrics.counter('webhooks_total', 'Requests to callbacks, by answer', ['answer']);
  return {
    webhookAnswered: (answer: string) => answers.inc({ answer }),
  };
}
