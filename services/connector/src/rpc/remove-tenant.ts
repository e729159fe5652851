import { type RemoveTenantRequest, type RemoveTenantResponse } from '@secondlook/contracts';

import { type Parts } from '.';

/** Marks the tenant removed, which every writer checks, then lets the workers end its connections. */
export function createRemoveTenant({ tenants, connections, wake }: Parts) {
  return async ({ tenantId }: RemoveTenantRequest): Promise<RemoveTenantResponse> => {
    const own = await connections.listOf(tenantId);
    for (const { _id } of own) {
      await connections.update(_id, () => ({ removing: true }));
      wake(_id);
    }
    await tenants.remove(tenantId);
    if (own.length === 0) {
      await tenants.destroyKeys(tenantId);
    }
    return {};
  };
}
