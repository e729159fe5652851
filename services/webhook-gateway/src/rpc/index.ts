import { type WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type Callbacks } from '../store/callbacks';
import { type Inbox } from '../store/inbox';
import { createCloseDelivery } from './close-delivery';
import { createGetDelivery } from './get-delivery';
import { createListOpenDeliveries } from './list-open-deliveries';
import { createPutCallback } from './put-callback';
import { createPutDelivery } from './put-delivery';
import { createRemoveCallback } from './remove-callback';

export interface Parts {
  readonly callbacks: Callbacks;
  readonly inbox: Inbox;
}

export function createWebhookGatewayService(parts: Parts): ServiceImplementation<WebhookGatewayServiceDefinition, Authenticated> {
  return {
    putCallback: createPutCallback(parts),
    removeCallback: createRemoveCallback(parts),
    putDelivery: createPutDelivery(parts),
    getDelivery: createGetDelivery(parts),
    listOpenDeliveries: createListOpenDeliveries(parts),
    closeDelivery: createCloseDelivery(parts),
  };
}
