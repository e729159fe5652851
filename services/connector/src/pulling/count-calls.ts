import { type LimitUsage } from '../domain/limiter';
import { type ConnectorMetrics } from '../metrics';
import { type Observations } from '../store/observations';

const NOTE_EVERY_MS = 2_000;
const REFUSED = 429;

/** Counts the calls of one worker, and notes the count with what the answers say of the limits: see GetConnectionHealth. */
export function createCallCount(connectionId: string, metrics: ConnectorMetrics, observations: Observations, now: () => Date) {
  const sinceTime = now();
  const count = { calls: 0, refused: 0, lastRefusedTime: undefined as Date | undefined };
  let noted = { calls: 0, inFlight: 0, atMs: 0 };
  return {
    metrics: {
      ...metrics,
      atsCalled(status: number): void {
        count.calls += 1;
        if (status === REFUSED) {
          count.refused += 1;
          count.lastRefusedTime = now();
        }
        metrics.atsCalled(status);
      },
    },

    /** Every so often, when something is new. */
    async note(usage: LimitUsage): Promise<void> {
      const notedTime = now();
      const isNews = usage.inFlight !== noted.inFlight || count.calls !== noted.calls;
      if (isNews && notedTime.getTime() - noted.atMs >= NOTE_EVERY_MS) {
        noted = { calls: count.calls, inFlight: usage.inFlight, atMs: notedTime.getTime() };
        await observations.putQuota(connectionId, { ...usage, ...count, sinceTime, notedTime });
      }
    },
  };
}
