import { type GetDecisionsRequest, type GetDecisionsResponse } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { toDecision } from '../domain/decision-document';
import { type Parts } from '.';

const MAX_CANDIDATES = 1_000;

export function createGetDecisions({ decisions }: Parts) {
  return async ({ candidateIds }: GetDecisionsRequest, { tenantId }: Authenticated): Promise<GetDecisionsResponse> => {
    requireAtMost('candidate_ids', candidateIds.length, MAX_CANDIDATES);
    const found = await decisions.find(tenantId, candidateIds);
    return { decisions: [...found.values()].map(toDecision).filter((decision) => decision !== undefined) };
  };
}
