import { type CreateTenantRequest, type CreateTenantResponse } from '@secondlook/contracts';

import { parseDisplayName } from '../domain/connection-input';
import { parseTenantId } from '../domain/tenant-id';
import { toTenant } from '../store/tenants';
import { type Parts } from '.';

export function createCreateTenant({ tenants }: Parts) {
  return async (request: CreateTenantRequest): Promise<CreateTenantResponse> => {
    const tenantId = parseTenantId(request.tenantId);
    const displayName = parseDisplayName(request.displayName);
    return { tenant: toTenant(await tenants.create(tenantId, displayName === '' ? tenantId : displayName)) };
  };
}
