import { type WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import { allPages, pause, type GrpcClient, type Running } from '@secondlook/kit';

import { type Connections } from '../store/connections';
import { applyOpen, type ApplyDelivery } from './on-webhook-received';

const EVERY_MS = 10_000;

/** Events can be lost, the inbox cannot: what is open there for a while is applied although nobody rang. */
export function lookForOpenDeliveries(
  connections: Connections,
  gateway: GrpcClient<WebhookGatewayServiceDefinition>,
  applyDelivery: ApplyDelivery,
  { lifecycle, log }: Running<unknown>,
): void {
  async function look(tenantId: string, signal: AbortSignal): Promise<void> {
    const before = Date.now() - EVERY_MS;
    const open = allPages((pageToken) => gateway.listOpenDeliveries({ pageToken }, { tenantId, signal }), ({ deliveries }) => deliveries);
    for await (const delivery of open) {
      if ((delivery.receivedTime?.getTime() ?? 0) <= before) {
        await applyOpen(gateway, applyDelivery, tenantId, delivery.deliveryId, signal);
      }
    }
  }

  async function lookEverywhere(signal: AbortSignal): Promise<void> {
    const active = (await connections.listAll()).filter(({ removing }) => !removing);
    for (const tenantId of new Set(active.map((connection) => connection.tenantId))) {
      await look(tenantId, signal);
    }
  }

  lifecycle.run('open deliveries', async (stopping) => {
    while (!stopping.aborted) {
      await pause(EVERY_MS, stopping);
      await lookEverywhere(stopping).catch((error: unknown) => {
        if (!stopping.aborted) {
          log.warn({ err: error }, 'looking for open deliveries failed; it is tried again');
        }
      });
    }
  });
}
