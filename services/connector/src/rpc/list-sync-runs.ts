import { type ListSyncRunsRequest, type ListSyncRunsResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, toPageToken, type Authenticated } from '@secondlook/kit';

import { toSyncRun } from '../store/sync-runs';
import { type Parts } from '.';

export function createListSyncRuns({ connections, syncRuns }: Parts) {
  return async ({ connectionId, pageSize, pageToken }: ListSyncRunsRequest, { tenantId }: Authenticated): Promise<ListSyncRunsResponse> => {
    await connections.get(tenantId, connectionId);
    const limit = clampPageSize(pageSize, 100, 1_000);
    const skip = Number(fromPageToken(pageToken) ?? 0);
    const found = await syncRuns.listOf(connectionId, skip, limit + 1);
    return { syncRuns: found.slice(0, limit).map(toSyncRun), nextPageToken: found.length > limit ? toPageToken(String(skip + limit)) : '' };
  };
}
