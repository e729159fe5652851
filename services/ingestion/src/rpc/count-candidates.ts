import { type CountCandidatesRequest, type CountCandidatesResponse } from '@secondlook/contracts';
import { InvalidInputError, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

export function createCountCandidates({ candidates }: Parts) {
  return ({ connectionId }: CountCandidatesRequest, { tenantId }: Authenticated): Promise<CountCandidatesResponse> => {
    if (connectionId === '') {
      throw new InvalidInputError([{ field: 'connection_id', description: 'must be set' }]);
    }
    return candidates.count(tenantId, connectionId);
  };
}
