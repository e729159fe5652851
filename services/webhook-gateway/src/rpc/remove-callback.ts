import { type RemoveCallbackRequest, type RemoveCallbackResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

export function createRemoveCallback({ callbacks }: Parts) {
  return async ({ path }: RemoveCallbackRequest, { tenantId }: Authenticated): Promise<RemoveCallbackResponse> => {
    const callback = await callbacks.find(path);
    if (callback?.tenantId === tenantId) {
      await callbacks.remove(path);
    }
    return {};
  };
}
