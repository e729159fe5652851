import { type ListQuarantineRequest, type ListQuarantineResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, toPageToken, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

export function createListQuarantine({ quarantine }: Parts) {
  return async ({ pageSize, pageToken }: ListQuarantineRequest, { tenantId }: Authenticated): Promise<ListQuarantineResponse> => {
    const limit = clampPageSize(pageSize, 100, 1_000);
    const skip = Number(fromPageToken(pageToken) ?? 0);
    const { records, total } = await quarantine.list(tenantId, skip, limit);
    return {
      records: records.map(({ _id, ...record }) => ({ quarantineId: _id, ...record })),
      nextPageToken: skip + records.length < total ? toPageToken(String(skip + records.length)) : '',
      totalSize: total,
    };
  };
}
