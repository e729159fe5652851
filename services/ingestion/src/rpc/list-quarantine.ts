import { type ListQuarantineRequest, type ListQuarantineResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, toPageToken, type Authenticated } from '@secondlook/kit';

import { entityIdOf, type QuarantineEntry } from '../store/quarantine';
import { type Parts } from '.';

export function createListQuarantine({ quarantine }: Parts) {
  return async ({ pageSize, pageToken }: ListQuarantineRequest, { tenantId }: Authenticated): Promise<ListQuarantineResponse> => {
    const limit = clampPageSize(pageSize, 100, 1_000);
    const skip = Number(fromPageToken(pageToken) ?? 0);
    const { records, total } = await quarantine.list(tenantId, skip, limit);
    return {
      records: records.map(toRecord),
      nextPageToken: skip + records.length < total ? toPageToken(String(skip + records.length)) : '',
      totalSize: total,
    };
  };
}

function toRecord({ _id, connectionId, kind, externalId, partId, reason, sinceTime, quarantinedTime, sizeBytes, attempts = 0, isWhole = false }: QuarantineEntry) {
  return { quarantineId: _id, entityId: entityIdOf(_id), connectionId, kind, externalId, partExternalId: partId, reason, sinceTime, quarantinedTime, sizeBytes, attempts, whole: isWhole };
}
