import { type Metrics } from '@secondlook/kit';

export type SearchMetrics = ReturnType<typeof createSearchMetrics>;

/** One function per fact worth counting. */
export function createSearchMetrics(metrics: Metrics) {
  const indexed = metrics.counter('indexed_documents_total', 'Documents written to an index, by family', ['family']);
  return {
    documentsIndexed: (family: string, count: number) => indexed.inc({ family }, count),
  };
}
