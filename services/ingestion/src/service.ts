import {
  ConnectorServiceDefinition,
  EnrichmentServiceDefinition,
  events,
  IngestionServiceDefinition,
  MatcherServiceDefinition,
  OpsServiceDefinition,
  SearchServiceDefinition,
} from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { applyErasureLedger } from './apply-erasure-ledger';
import { type Config } from './config';
import { createComparators } from './consumers/comparators';
import { createOnEnrichmentChanged } from './consumers/on-enrichment-changed';
import { createOnMatchDecided } from './consumers/on-match-decided';
import { createExtractionRun } from './extraction/run-extractions';
import { createExtractor } from './extraction/start-extractor';
import { createIngestionMetrics } from './metrics';
import { createIngestionService } from './rpc';
import { startRetryOutdated } from './retry-outdated';
import { createStores } from './store';
import { createConnectionsOf } from './store/connections-of';
import { startSweep } from './sweep';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('ingestion', config.SERVICE_KEY_FILE);
  const mongo = await kit.connectMongo(config.MONGO_URL, log, lifecycle);
  const ledgerMongo = config.ERASURE_LEDGER_MONGO_URL === undefined ? mongo : await kit.connectMongo(config.ERASURE_LEDGER_MONGO_URL, log, lifecycle);
  const nats = await kit.connectNats(config.NATS_URL, 'ingestion', log, lifecycle);
  const connector = kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle);
  const directory = kit.createTenantDirectory(connector);
  const connectionsOf = createConnectionsOf(connector);
  const matcher = kit.createGrpcClient(MatcherServiceDefinition, config.MATCHER_ADDR, identity, lifecycle);
  const enrichment = kit.createGrpcClient(EnrichmentServiceDefinition, config.ENRICHMENT_ADDR, identity, lifecycle);
  const search = kit.createGrpcClient(SearchServiceDefinition, config.SEARCH_ADDR, identity, lifecycle);
  const metrics = createIngestionMetrics(running.metrics);

  const extractionRun = createExtractionRun(running);
  const stores = createStores({ mongo, ledgerMongo, nats, directory, keyEncryption: kit.createKeyEncryption(config.KEY_ENCRYPTION_KEYS), running, connectionsOf, onTextDue: extractionRun.request });
  const { candidates } = stores;
  await applyErasureLedger({ ...stores, log }, lifecycle.stopping);
  stores.announcer.startRelay();
  extractionRun.start({ ...stores, metrics, tenants: directory.list, extractor: createExtractor(config.EXTRACTION_DEADLINE_MS, lifecycle) });
  startSweep({ ...stores, metrics, connectionsOf, tenants: directory.list }, running);
  startRetryOutdated({ ...stores, tenants: directory.list }, running);

  const onMatchDecided = createOnMatchDecided({ matcher, candidates });
  const onEnrichmentChanged = createOnEnrichmentChanged({ enrichment, candidates });
  const comparators = kit.startComparators(
    createComparators({ matcher, enrichment, candidates, directory, ownDatabase: mongo.db('ingestion'), onMatchDecided, onEnrichmentChanged }),
    running,
  );
  const eventServing = kit.serveEvents('ingestion', nats, [
    { event: events.matchDecided, handle: onMatchDecided },
    { event: events.enrichmentChanged, handle: onEnrichmentChanged },
    { event: events.tenantChanged, handle: kit.createDropRemovedTenants(directory, stores.databases) },
  ], running, { isActive: directory.isActive, onStream: comparators.onStream });

  await kit.startGrpcServer(running, (server) => {
    server.add(IngestionServiceDefinition, createIngestionService({ ...stores, matcher, enrichment, search, metrics, now: () => new Date() }));
    server.add(OpsServiceDefinition, kit.createOpsService({ eventServing, comparators, log }));
  }, { requireTenant: directory.get });
}
