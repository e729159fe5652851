import { type GetFactsRequest, type GetFactsResponse } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { toFactSet } from '../domain/facts-document';
import { type Parts } from '.';

const MAX_CANDIDATES = 1_000;

export function createGetFacts({ facts }: Parts) {
  return async ({ candidateIds }: GetFactsRequest, { tenantId }: Authenticated): Promise<GetFactsResponse> => {
    requireAtMost('candidate_ids', candidateIds.length, MAX_CANDIDATES);
    return { factSets: [...(await facts.find(tenantId, candidateIds)).values()].map(toFactSet) };
  };
}
