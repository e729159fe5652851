import { type Metrics } from '@secondlook/kit';

export type ConsoleMetrics = ReturnType<typeof createConsoleMetrics>;

/** One function per fact worth counting. */
export function createConsoleMetrics(metrics: Metrics) {
  const answers = metrics.duration('http_server_seconds', 'Time to answer a browser', ['route', 'status']);
  return {
    /** Returns what to call when the answer is out. */
    requestBegun(route: string): (status: number) => void {
      const stopTimer = answers.startTimer({ route });
      return (status) => {
        stopTimer({ status: String(status) });
      };
    },
  };
}
