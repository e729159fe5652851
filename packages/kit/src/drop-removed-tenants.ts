import { type Doorbell } from './events/doorbell';
import { type TenantDatabases } from './tenant-databases';
import { type TenantDirectory } from './tenant-directory';

/** On tenant.changed: drops the databases of removed tenants. */
export function createDropRemovedTenants(directory: TenantDirectory, databases: TenantDatabases) {
  return async (_shared: string, doorbells: readonly Doorbell[]): Promise<void> => {
    for (const { id: tenantId, deleted } of doorbells) {
      directory.forget(tenantId);
      if (deleted) {
        await databases.drop(tenantId);
      }
    }
  };
}
