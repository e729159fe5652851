import { type Metrics } from '../metrics';

export type EventMetrics = ReturnType<typeof createEventMetrics>;
export type EventResult = 'processed' | 'retried' | 'buried';

/** What a service's consumers count, each under its event's name. */
export function createEventMetrics(metrics: Metrics) {
  const processed = metrics.counter('events_total', 'Entities processed after an event, by result', ['event', 'result']);
  const duration = metrics.duration('events_seconds', 'Time to process a batch of events', ['event']);
  const waiting = metrics.gauge('events_waiting', 'Events still to be processed, over all replicas', ['event']);
  return {
    entityAnswered: (event: string, result: EventResult) => processed.inc({ event, result }),
    /** Returns what to call when the batch was processed. */
    batchBegun: (event: string) => duration.startTimer({ event }),
    waitingCounted: (event: string, count: number) => waiting.set({ event }, count),
  };
}
