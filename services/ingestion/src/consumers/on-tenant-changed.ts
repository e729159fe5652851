import { type Doorbell, type TenantDatabases, type TenantDirectory } from '@secondlook/kit';

/** Drops what is kept of removed tenants. */
export function createOnTenantChanged(directory: TenantDirectory, databases: TenantDatabases) {
  return async (_shared: string, doorbells: readonly Doorbell[]): Promise<void> => {
    for (const { id: tenantId, deleted } of doorbells) {
      directory.forget(tenantId);
      if (deleted) {
        await databases.drop(tenantId);
      }
    }
  };
}
