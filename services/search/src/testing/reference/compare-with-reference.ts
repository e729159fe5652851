import { createLifecycle, createLog } from '@secondlook/kit';

import { connectElasticsearch } from '../../store/connect-elasticsearch';
import { findDifferences, type DifferentialRun, type Found } from './differential';

/** The comparison at an Elasticsearch of one's own: indices are made and dropped there. */
export async function compareWithReference(url: string, run: Omit<DifferentialRun, 'client' | 'log'>): Promise<Found> {
  const log = createLog('reference', 'silent');
  const lifecycle = createLifecycle(log);
  try {
    return await findDifferences({ ...run, client: connectElasticsearch(url, lifecycle), log });
  } finally {
    await lifecycle.stop();
  }
}
