import { type RetryQuarantineRequest, type RetryQuarantineResponse } from '@secondlook/contracts';
import { InvalidInputError, requireAtMost, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

const MAX_RECORDS = 50;

export function createRetryQuarantine({ retryQuarantined }: Parts) {
  return async ({ quarantineIds }: RetryQuarantineRequest, { tenantId }: Authenticated): Promise<RetryQuarantineResponse> => {
    requireAtMost('quarantine_ids', quarantineIds.length, MAX_RECORDS);
    if (quarantineIds.length === 0) {
      throw new InvalidInputError([{ field: 'quarantine_ids', description: 'must name at least one; ListQuarantine lists them' }]);
    }
    return { retries: await retryQuarantined(tenantId, quarantineIds) };
  };
}
