import { ConnectorServiceDefinition, events, IngestionServiceDefinition, OpsServiceDefinition, WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { lookForOpenDeliveries } from './consumers/look-for-open-deliveries';
import { createApplyDelivery, createOnWebhookReceived } from './consumers/on-webhook-received';
import { createConnectorMetrics } from './metrics';
import { startPulling } from './pulling/start-pulling';
import { createWakeups } from './pulling/wakeups';
import { createConnectorService } from './rpc';
import { createStores, ensureIndexes } from './store';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('connector', config.SERVICE_KEY_FILE);
  const mongo = await kit.connectMongo(config.MONGO_URL, log, lifecycle);
  const nats = await kit.connectNats(config.NATS_URL, 'connector', log, lifecycle);
  const ingestion = kit.createGrpcClient(IngestionServiceDefinition, config.INGESTION_ADDR, identity, lifecycle);
  const gateway = kit.createGrpcClient(WebhookGatewayServiceDefinition, config.WEBHOOK_GATEWAY_ADDR, identity, lifecycle);

  const database = mongo.db('connector');
  await ensureIndexes(database);
  const keyEncryption = kit.createKeyEncryption(config.KEY_ENCRYPTION_KEYS);
  const stores = createStores({ database, nats, keyEncryption, instanceId: config.INSTANCE_ID, running });
  const { tenants, connections, leases } = stores;
  stores.announcer.startRelay();

  const wakeups = createWakeups();
  const settings = {
    rateWindowMs: config.ATS_RATE_WINDOW_MS,
    incrementalEveryMs: config.SYNC_INCREMENTAL_EVERY_MS,
    fullEveryMs: config.SYNC_FULL_EVERY_MS,
    overlapMs: config.SYNC_OVERLAP_MS,
    detailSweepEveryMs: config.DETAIL_SWEEP_EVERY_MS,
    webhookBaseUrl: config.WEBHOOK_BASE_URL.replace(/\/+$/, ''),
    allowedHosts: config.ATS_ALLOWED_HOSTS.split(',').map((host) => host.trim()),
  };
  const applyDelivery = createApplyDelivery({ ...stores, gateway, ingestion, wake: wakeups.wake });
  startPulling({ ...stores, ingestion, gateway, applyDelivery, metrics: createConnectorMetrics(running.metrics), log, settings }, leases, wakeups, running);

  lookForOpenDeliveries(connections, gateway, applyDelivery, running);
  const isActive = (tenantId: string) => tenants.find(tenantId).then((tenant) => tenant?.state === 'active');
  const eventServing = kit.serveEvents('connector', nats, [
    { event: events.webhookReceived, handle: createOnWebhookReceived(gateway, applyDelivery) },
  ], running, { isActive });

  await kit.startGrpcServer(running, (server) => {
    server.add(ConnectorServiceDefinition, createConnectorService({ ...stores, ingestion, incrementalEveryMs: settings.incrementalEveryMs, detailSweepEveryMs: settings.detailSweepEveryMs, wake: wakeups.wake }));
    server.add(OpsServiceDefinition, kit.createOpsService({ eventServing, log }));
  }, { requireTenant: tenants.requireActive });
}
