import { type ListTenantsRequest, type ListTenantsResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, toPageToken } from '@secondlook/kit';

import { toTenant } from '../store/tenants';
import { type Parts } from '.';

export function createListTenants({ tenants }: Parts) {
  return async ({ pageSize, pageToken }: ListTenantsRequest): Promise<ListTenantsResponse> => {
    const limit = clampPageSize(pageSize, 100, 1_000);
    const found = await tenants.list(fromPageToken(pageToken), limit + 1);
    const page = found.slice(0, limit);
    return { tenants: page.map(toTenant), nextPageToken: found.length > limit ? toPageToken(page.at(-1)?._id ?? '') : '' };
  };
}
