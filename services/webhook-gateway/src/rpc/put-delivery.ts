import { type PutDeliveryRequest, type PutDeliveryResponse } from '@secondlook/contracts';
import { currentTraceparent, InvalidInputError, NotFoundError, requireAtMost, type Authenticated } from '@secondlook/kit';

import { findProblem, MAX_BODY_BYTES } from '../domain/decide-delivery';
import { deliveryIdOf } from '../store/inbox';
import { type Parts } from '.';

/** Whoever calls this read the delivery from the source itself: no signature is needed. */
export function createPutDelivery({ callbacks, inbox }: Parts) {
  return async ({ path, eventId, eventName, body: bytes }: PutDeliveryRequest, { tenantId }: Authenticated): Promise<PutDeliveryResponse> => {
    requireAtMost('body', bytes.length, MAX_BODY_BYTES);
    const body = Buffer.from(bytes);
    const problem = findProblem({ eventId, eventName, body });
    if (problem !== undefined) {
      throw new InvalidInputError([{ field: 'body', description: problem }]);
    }
    const callback = await callbacks.find(path);
    if (callback?.tenantId !== tenantId) {
      throw new NotFoundError('There is no such callback.');
    }
    const { connectionId } = callback;
    const state = await inbox.keep({ path, eventId, eventName, tenantId, connectionId, body, traceparent: currentTraceparent() ?? '' });
    const [delivery] = await inbox.find(tenantId, [deliveryIdOf(path, eventId)]);
    return { delivery, isNew: state === 'new' };
  };
}
