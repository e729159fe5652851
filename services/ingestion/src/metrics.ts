import { type Metrics } from '@secondlook/kit';

export type IngestionMetrics = ReturnType<typeof createIngestionMetrics>;

/** One function per fact worth counting. */
export function createIngestionMetrics(metrics: Metrics) {
  const records = metrics.counter('records_total', 'Records received, by kind and what became of them', ['kind', 'verdict']);
  const extractions = metrics.counter('extractions_total', 'Documents whose text was read, by result', ['result']);
  const extractionSeconds = metrics.duration('extraction_seconds', 'Time to read the text of a document');
  const swept = metrics.counter('swept_blobs_total', 'Blobs nothing refers to, removed by the daily sweep');
  return {
    recordReceived: (kind: string, verdict: string) => records.inc({ kind, verdict }),
    textRead: (result: string, seconds: number) => {
      extractions.inc({ result });
      extractionSeconds.observe(seconds);
    },
    blobsSwept: (count: number) => swept.inc(count),
  };
}
