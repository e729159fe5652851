import { ConnectorServiceDefinition, events, OpsServiceDefinition, WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { createOnTenantChanged } from './consumers/on-tenant-changed';
import { startWebhookServer } from './http/receive-webhooks';
import { createGatewayMetrics } from './metrics';
import { createWebhookGatewayService } from './rpc';
import { createCallbacks } from './store/callbacks';
import { createInbox } from './store/inbox';
import { startSweep } from './sweep';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('webhook-gateway', config.SERVICE_KEY_FILE);
  const mongo = await kit.connectMongo(config.MONGO_URL, log, lifecycle);
  const nats = await kit.connectNats(config.NATS_URL, 'webhook-gateway', log, lifecycle);
  const directory = kit.createTenantDirectory(kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle));

  const database = mongo.db('webhook_gateway');
  const callbacks = createCallbacks(database, kit.createKeyEncryption(config.KEY_ENCRYPTION_KEYS));
  const inbox = createInbox(database, () => new Date());
  startSweep(inbox, running);

  const eventServing = kit.serveEvents('webhook-gateway', nats, [
    { event: events.tenantChanged, handle: createOnTenantChanged(directory, callbacks, inbox) },
  ], running, { isActive: directory.isActive });
  await kit.startGrpcServer(running, (server) => {
    server.add(WebhookGatewayServiceDefinition, createWebhookGatewayService({ callbacks, inbox }));
    server.add(OpsServiceDefinition, kit.createOpsService({ eventServing, log }));
  }, { requireTenant: directory.get });
  await startWebhookServer({ callbacks, inbox, publisher: kit.createPublisher(nats), metrics: createGatewayMetrics(running.metrics) }, running);
}
