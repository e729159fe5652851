import { type GetTenantRequest, type GetTenantResponse } from '@secondlook/contracts';

import { toTenant } from '../store/tenants';
import { type Parts } from '.';

export function createGetTenant({ tenants }: Parts) {
  return async ({ tenantId }: GetTenantRequest): Promise<GetTenantResponse> => ({ tenant: toTenant(await tenants.get(tenantId)) });
}
