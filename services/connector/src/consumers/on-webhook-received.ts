import { type Delivery, type IngestionServiceDefinition, type WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import { NotFoundError, type Doorbell, type GrpcClient } from '@secondlook/kit';

import { toDeletion } from '../pulling/to-deletion';
import { sources } from '../sources';
import { type SourceRequest } from '../sources/source';
import { type ConnectionDocument, type Connections } from '../store/connections';
import { keyOf, type DueReads } from '../store/due-reads';
import { type Observations } from '../store/observations';

type Gateway = GrpcClient<WebhookGatewayServiceDefinition>;

interface Parts {
  readonly connections: Pick<Connections, 'find'>;
  readonly dueReads: Pick<DueReads, 'find' | 'request'>;
  readonly observations: Pick<Observations, 'noteDelivery'>;
  readonly gateway: Pick<Gateway, 'closeDelivery'>;
  readonly ingestion: Pick<GrpcClient<IngestionServiceDefinition>, 'ingestRecords'>;
  readonly wake: (connectionId: string) => void;
}

export type ApplyDelivery = ReturnType<typeof createApplyDelivery>;

/** Applies a delivery, or makes the entity it names due. Closed here unless it waits for a read; repeating it asks for no second read. */
export function createApplyDelivery({ connections, dueReads, observations, gateway, ingestion, wake }: Parts) {
  async function perform(request: SourceRequest, delivery: Delivery, connection: ConnectionDocument, signal: AbortSignal): Promise<'applied' | 'due'> {
    const { _id: connectionId, tenantId, source } = connection;
    const { deliveryId, traceparent } = delivery;
    if (request.action === 'read') {
      const { kind, externalId } = request;
      const due = await dueReads.find(connectionId, keyOf(request));
      if (due?.deliveryIds.includes(deliveryId) !== true) {
        await dueReads.request(connectionId, [{ kind, externalId, urgent: true, deliveryId, ...(traceparent === '' ? {} : { traceparent }) }]);
      }
      wake(connectionId);
      return 'due';
    }
    if (request.action === 'delete') {
      await ingestion.ingestRecords({ records: [toDeletion({ connectionId, source }, request, 'webhook')] }, { tenantId, signal });
    }
    return 'applied';
  }

  return async (tenantId: string, delivery: Delivery, signal: AbortSignal): Promise<void> => {
    const connection = await connections.find(delivery.connectionId);
    const isOurs = connection?.tenantId === tenantId && !connection.removing;
    const source = isOurs ? sources[connection.source] : undefined;
    if (source !== undefined && delivery.receivedTime !== undefined) {
      await observations.noteDelivery(delivery.connectionId, delivery.receivedTime);
    }
    const done =
      connection === undefined || source === undefined
        ? 'applied'
        : await perform(source.webhooks.toRequest(delivery.eventName, delivery.body), delivery, connection, signal);
    if (done === 'applied') {
      await gateway.closeDelivery({ deliveryId: delivery.deliveryId }, { tenantId, signal });
    }
  };
}

export function createOnWebhookReceived(gateway: Pick<Gateway, 'getDelivery'>, applyDelivery: ApplyDelivery) {
  return async (tenantId: string, doorbells: readonly Doorbell[], signal: AbortSignal): Promise<void> => {
    await Promise.all(doorbells.map(({ id }) => applyOpen(gateway, applyDelivery, tenantId, id, signal)));
  };
}

/** Looks first whether it is open still: a read that another replica made may have closed it since it was heard of. */
export async function applyOpen(gateway: Pick<Gateway, 'getDelivery'>, applyDelivery: ApplyDelivery, tenantId: string, deliveryId: string, signal: AbortSignal): Promise<void> {
  const delivery = await findDelivery(gateway, tenantId, deliveryId, signal);
  if (delivery !== undefined && delivery.closedTime === undefined) {
    await applyDelivery(tenantId, delivery, signal);
  }
}

/** A delivery that is gone was closed long ago, or its tenant was removed. */
async function findDelivery(gateway: Pick<Gateway, 'getDelivery'>, tenantId: string, deliveryId: string, signal: AbortSignal) {
  try {
    return (await gateway.getDelivery({ deliveryId }, { tenantId, signal })).delivery;
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}
