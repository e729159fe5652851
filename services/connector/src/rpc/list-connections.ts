import { type ListConnectionsRequest, type ListConnectionsResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, toPageToken, type Authenticated } from '@secondlook/kit';

import { toConnection } from '../store/connections';
import { type Parts } from '.';

export function createListConnections({ connections }: Parts) {
  return async ({ pageSize, pageToken }: ListConnectionsRequest, { tenantId }: Authenticated): Promise<ListConnectionsResponse> => {
    const limit = clampPageSize(pageSize, 100, 1_000);
    const start = Number(fromPageToken(pageToken) ?? 0);
    const all = await connections.listOf(tenantId);
    const page = all.slice(start, start + limit);
    return { connections: page.map(toConnection), nextPageToken: start + page.length < all.length ? toPageToken(String(start + page.length)) : '' };
  };
}
