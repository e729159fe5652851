import { type RemoveConnectionRequest, type RemoveConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

export function createRemoveConnection({ connections, wake }: Parts) {
  return async ({ connectionId }: RemoveConnectionRequest, { tenantId }: Authenticated): Promise<RemoveConnectionResponse> => {
    await connections.get(tenantId, connectionId);
    await connections.update(connectionId, () => ({ removing: true }));
    wake(connectionId);
    return {};
  };
}
