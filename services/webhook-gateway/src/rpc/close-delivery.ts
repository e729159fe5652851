import { type CloseDeliveryRequest, type CloseDeliveryResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

export function createCloseDelivery({ inbox }: Parts) {
  return async ({ deliveryId }: CloseDeliveryRequest, { tenantId }: Authenticated): Promise<CloseDeliveryResponse> => {
    await inbox.close(tenantId, deliveryId);
    return {};
  };
}
