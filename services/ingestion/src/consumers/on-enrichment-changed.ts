import { type EnrichmentServiceDefinition, type FactSet } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { type Candidates } from '../store/candidates';

interface Parts {
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly candidates: Candidates;
}

/** Folds the facts as they are now into their candidates. */
export function createOnEnrichmentChanged({ enrichment, candidates }: Parts) {
  return async (tenantId: string, doorbells: readonly Pick<Doorbell, 'id' | 'traceparent'>[], signal: AbortSignal): Promise<void> => {
    const { factSets } = await enrichment.getFacts({ candidateIds: doorbells.map(({ id }) => id) }, { tenantId, signal });
    const traces = new Map(doorbells.map(({ id, traceparent }) => [id, traceparent]));
    const live = factSets.filter(({ deleted }) => !deleted);
    await candidates.foldFindings(tenantId, live.map((facts) => toFindings(facts, traces.get(facts.candidateId))));
  };
}

function toFindings(facts: FactSet, traceparent: string | undefined) {
  return { candidateId: facts.candidateId, cause: 'facts', traceparent, findings: [{ kind: 'facts' as const, facts }] };
}
