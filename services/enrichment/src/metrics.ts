import { type Metrics } from '@secondlook/kit';

export type EnrichmentMetrics = ReturnType<typeof createEnrichmentMetrics>;

/** One function per fact worth counting. */
export function createEnrichmentMetrics(metrics: Metrics) {
  const lines = metrics.counter('imported_profiles_total', 'Lines of profile libraries, by what became of them', ['result']);
  return {
    profilesImported(counts: { created: number; updated: number; unchanged: number; refused: number }): void {
      const { created, updated, unchanged, refused } = counts;
      Object.entries({ created, updated, unchanged, refused }).forEach(([result, count]) => lines.inc({ result }, count));
    },
  };
}
