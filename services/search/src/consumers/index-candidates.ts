import { type Candidate, type IngestionServiceDefinition } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { toCandidateDocument } from '../domain/candidate-document';
import { type SearchMetrics } from '../metrics';
import { type IndexFamily } from '../store/index-family';

interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly candidates: IndexFamily;
  readonly metrics: SearchMetrics;
}

export type IndexCandidates = ReturnType<typeof createIndexCandidates>;

/** Brings candidates into the index as they are now; incomplete ones come later. Returns those the owner does not know. */
export function createIndexCandidates({ ingestion, candidates, metrics }: Parts) {
  return async (tenantId: string, doorbells: readonly Pick<Doorbell, 'id'>[], signal: AbortSignal): Promise<string[]> => {
    const unknown = new Set(doorbells.map(({ id }) => id));
    for (let ids = [...unknown]; ids.length > 0; ) {
      const { candidates: found, omittedCandidateIds } = await ingestion.getCandidates({ candidateIds: ids, includeTexts: true }, { tenantId, signal });
      await put(tenantId, found);
      [...found.map(({ candidateId }) => candidateId), ...omittedCandidateIds].forEach((id) => unknown.delete(id));
      ids = omittedCandidateIds;
    }
    return [...unknown];
  };

  async function put(tenantId: string, found: readonly Candidate[]): Promise<void> {
    const now = new Date();
    const documents = found.map((candidate) => toCandidateDocument(candidate, now)).filter((document) => document !== undefined);
    if (documents.length > 0) {
      await candidates.put(tenantId, documents);
      metrics.documentsIndexed('candidates', documents.length);
    }
  }
}
