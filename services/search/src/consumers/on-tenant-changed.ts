import { type Doorbell, type TenantDirectory } from '@secondlook/kit';

import { type IndexFamily } from '../store/index-family';

/** Prepares the indices of new tenants at once, and drops those of removed ones. */
export function createOnTenantChanged(directory: TenantDirectory, families: readonly IndexFamily[]) {
  return async (_shared: string, doorbells: readonly Doorbell[]): Promise<void> => {
    for (const { id: tenantId, deleted } of doorbells) {
      directory.forget(tenantId);
      for (const family of families) {
        await (deleted ? family.drop(tenantId) : family.ensure(tenantId, () => Promise.resolve(true)));
      }
    }
  };
}
