import { type FindIndexedRequest, type FindIndexedResponse } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

const MAX_CANDIDATES = 100;

export function createFindIndexed({ candidatesIndex }: Parts) {
  return async ({ candidateIds }: FindIndexedRequest, { tenantId }: Authenticated): Promise<FindIndexedResponse> => {
    requireAtMost('candidate_ids', candidateIds.length, MAX_CANDIDATES);
    const found = await candidatesIndex.find(tenantId, candidateIds);
    return {
      candidates: found.map(({ id, version, deleted, deletedTime }) => ({ candidateId: id, version, deleted, deletedTime: deletedTime === undefined ? undefined : new Date(deletedTime) })),
    };
  };
}
