import { type GetDeliveryRequest, type GetDeliveryResponse } from '@secondlook/contracts';
import { NotFoundError, type Authenticated } from '@secondlook/kit';

import { deliveryIdOf } from '../store/inbox';
import { type Parts } from '.';

export function createGetDelivery({ callbacks, inbox }: Parts) {
  return async ({ deliveryId, eventId }: GetDeliveryRequest, { tenantId }: Authenticated): Promise<GetDeliveryResponse> => {
    const ids = deliveryId === '' ? (await callbacks.listOf(tenantId)).map(({ _id }) => deliveryIdOf(_id, eventId)) : [deliveryId];
    const [delivery] = await inbox.find(tenantId, ids);
    if (delivery === undefined) {
      throw new NotFoundError('There is no such delivery.');
    }
    return { delivery };
  };
}
