import { type Doorbell, type TenantDirectory } from '@secondlook/kit';

import { type Callbacks } from '../store/callbacks';
import { type Inbox } from '../store/inbox';

/** Removes the callbacks and deliveries of removed tenants. */
export function createOnTenantChanged(directory: TenantDirectory, callbacks: Callbacks, inbox: Inbox) {
  return async (_shared: string, doorbells: readonly Doorbell[]): Promise<void> => {
    for (const { id: tenantId, deleted } of doorbells) {
      directory.forget(tenantId);
      if (deleted) {
        await callbacks.removeOf(tenantId);
        await inbox.removeOf(tenantId);
      }
    }
  };
}
