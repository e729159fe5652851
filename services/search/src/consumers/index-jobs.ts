import { type IngestionServiceDefinition } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { toJobDocument } from '../domain/job-document';
import { type SearchMetrics } from '../metrics';
import { type IndexFamily } from '../store/index-family';

interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly jobs: IndexFamily;
  readonly metrics: SearchMetrics;
}

/** Brings jobs into the index as they are now. Returns those the owner does not know. */
export function createIndexJobs({ ingestion, jobs, metrics }: Parts) {
  return async (tenantId: string, doorbells: readonly Pick<Doorbell, 'id'>[], signal: AbortSignal): Promise<string[]> => {
    const ids = doorbells.map(({ id }) => id);
    const { jobs: found } = await ingestion.getJobs({ jobIds: ids }, { tenantId, signal });
    if (found.length > 0) {
      await jobs.put(tenantId, found.map(toJobDocument));
      metrics.documentsIndexed('jobs', found.length);
    }
    const known = new Set(found.map(({ jobId }) => jobId));
    return ids.filter((id) => !known.has(id));
  };
}
