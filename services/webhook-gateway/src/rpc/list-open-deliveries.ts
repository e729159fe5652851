import { type ListOpenDeliveriesRequest, type ListOpenDeliveriesResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, toPageToken, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

export function createListOpenDeliveries({ inbox }: Parts) {
  return async ({ pageSize, pageToken }: ListOpenDeliveriesRequest, { tenantId }: Authenticated): Promise<ListOpenDeliveriesResponse> => {
    const limit = clampPageSize(pageSize, 100, 1_000);
    const ids = await inbox.listOpen(tenantId, fromPageToken(pageToken), limit + 1);
    const page = ids.slice(0, limit);
    return { deliveries: await inbox.find(tenantId, page), nextPageToken: ids.length > limit ? toPageToken(page.at(-1) ?? '') : '' };
  };
}
