import { join } from 'node:path';

import { ConnectorServiceDefinition, IngestionServiceDefinition, OpsServiceDefinition, SearchServiceDefinition } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { createIngestionGateway } from './gateways/ingestion';
import { createSearchGateway } from './gateways/search';
import { startWebServer } from './http/web-server';
import { createConsoleMetrics } from './metrics';
import { createDevelopmentIssuer } from './sign-in/development-issuer';
import { createFormTokens } from './sign-in/form-tokens';
import { createSessions } from './sign-in/sessions';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('console', config.SERVICE_KEY_FILE);
  const directory = kit.createTenantDirectory(kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle));
  // These have no identity of their own: a call that forgot the user's token is refused rather than answered as the console.
  const search = kit.createGrpcClient(SearchServiceDefinition, config.SEARCH_ADDR, undefined, lifecycle);
  const ingestion = kit.createGrpcClient(IngestionServiceDefinition, config.INGESTION_ADDR, undefined, lifecycle);
  const sealer = kit.createKeyEncryption(config.KEY_ENCRYPTION_KEYS);

  await kit.startGrpcServer(running, (server) => {
    server.add(OpsServiceDefinition, kit.createOpsService({ log }));
  }, { requireTenant: directory.get });
  await startWebServer({
    search: createSearchGateway(search),
    ingestion: createIngestionGateway(ingestion),
    issuer: createDevelopmentIssuer(config.DEVELOPMENT_ISSUER_URL, kit.createAuthenticator(config)),
    sessions: createSessions(sealer, Date.now),
    formTokens: createFormTokens(sealer, Date.now),
    metrics: createConsoleMetrics(running.metrics),
    log,
    webFolder: join(__dirname, 'web'),
  }, running);
}
