import { type Metrics } from '@secondlook/kit';

export type ConnectorMetrics = ReturnType<typeof createConnectorMetrics>;

/** One function per fact worth counting. */
export function createConnectorMetrics(metrics: Metrics) {
  const calls = metrics.counter('ats_calls_total', 'Calls to an ATS, by status', ['status']);
  const reads = metrics.counter('due_reads_total', 'Entities read from an ATS, by kind and result', ['kind', 'result']);
  const due = metrics.gauge('due_reads', 'Entities that must be read from an ATS, over all connections this replica holds');
  const pages = metrics.counter('listed_pages_total', 'Pages of lists read, by stream', ['stream']);
  const leases = metrics.gauge('leases', 'Connections this replica reads');
  return {
    atsCalled: (status: number) => calls.inc({ status: String(status) }),
    entityRead: (kind: string, result: string) => reads.inc({ kind, result }),
    dueChanged: (by: number) => due.inc(by),
    pageListed: (stream: string) => pages.inc({ stream }),
    leaseHeld: (by: 1 | -1) => leases.inc(by),
  };
}
