import { type Decision, type MatcherServiceDefinition } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { type Candidates } from '../store/candidates';

interface Parts {
  readonly matcher: GrpcClient<MatcherServiceDefinition>;
  readonly candidates: Candidates;
}

/** Folds the decisions as they are now into their candidates. */
export function createOnMatchDecided({ matcher, candidates }: Parts) {
  return async (tenantId: string, doorbells: readonly Pick<Doorbell, 'id' | 'traceparent'>[], signal: AbortSignal): Promise<void> => {
    const { decisions } = await matcher.getDecisions({ candidateIds: doorbells.map(({ id }) => id) }, { tenantId, signal });
    const traces = new Map(doorbells.map(({ id, traceparent }) => [id, traceparent]));
    const live = decisions.filter(({ deleted }) => !deleted);
    await candidates.foldFindings(tenantId, live.map((decision) => toFindings(decision, traces.get(decision.candidateId))));
  };
}

function toFindings(decision: Decision, traceparent: string | undefined) {
  return { candidateId: decision.candidateId, cause: 'decision', traceparent, findings: [{ kind: 'decision' as const, decision }] };
}
