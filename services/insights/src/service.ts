import { ConnectorServiceDefinition, InsightsServiceDefinition, OpsServiceDefinition, SearchServiceDefinition } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { createInsightsService } from './rpc';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('insights', config.SERVICE_KEY_FILE);
  const directory = kit.createTenantDirectory(kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle));
  const search = kit.createGrpcClient(SearchServiceDefinition, config.SEARCH_ADDR, identity, lifecycle);
  await kit.startGrpcServer(running, (server) => {
    server.add(InsightsServiceDefinition, createInsightsService({ search }));
    server.add(OpsServiceDefinition, kit.createOpsService({ log }));
  }, { requireTenant: directory.get });
}
