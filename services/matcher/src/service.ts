import { ConnectorServiceDefinition, EnrichmentServiceDefinition, events, IngestionServiceDefinition, MatcherServiceDefinition, OpsServiceDefinition } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { createComparators } from './consumers/comparators';
import { createDecideCandidates } from './consumers/decide-candidates';
import { createOnProfileChanged } from './consumers/on-profile-changed';
import { createMatcherService } from './rpc';
import { createDecisions, ensureIndexes } from './store/decisions';
import { createProfileIdentities } from './store/profile-identities';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('matcher', config.SERVICE_KEY_FILE);
  const mongo = await kit.connectMongo(config.MONGO_URL, log, lifecycle);
  const nats = await kit.connectNats(config.NATS_URL, 'matcher', log, lifecycle);
  const directory = kit.createTenantDirectory(kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle));
  const ingestion = kit.createGrpcClient(IngestionServiceDefinition, config.INGESTION_ADDR, identity, lifecycle);
  const enrichment = kit.createGrpcClient(EnrichmentServiceDefinition, config.ENRICHMENT_ADDR, identity, lifecycle);

  const databases = kit.createTenantDatabases(mongo, 'matcher', ensureIndexes);
  const announcer = kit.createAnnouncer({
    databases,
    publisher: kit.createPublisher(nats),
    events: [events.matchDecided],
    currentVersions: (tenantId, _event, ids) => decisions.currentVersions(tenantId, ids),
    running,
  });
  const decisions = createDecisions(databases, announcer, () => new Date());
  const profiles = createProfileIdentities(mongo.db('matcher'));
  announcer.startRelay();

  const decideCandidates = createDecideCandidates({ ingestion, decisions, profiles });
  const onProfileChanged = createOnProfileChanged({ enrichment, profiles, decisions, decideCandidates, tenants: directory.list });
  const comparators = kit.startComparators(
    createComparators({ ingestion, enrichment, decisions, profiles, directory, ownDatabase: mongo.db('matcher'), decideCandidates, onProfileChanged }),
    running,
  );
  const eventServing = kit.serveEvents('matcher', nats, [
    { event: events.candidateChanged, handle: decideCandidates },
    { event: events.profileChanged, handle: onProfileChanged, maxBatch: 200 },
    { event: events.tenantChanged, handle: kit.createDropRemovedTenants(directory, databases) },
  ], running, { isActive: directory.isActive, onStream: comparators.onStream });

  await kit.startGrpcServer(running, (server) => {
    server.add(MatcherServiceDefinition, createMatcherService({ decisions }));
    server.add(OpsServiceDefinition, kit.createOpsService({ eventServing, comparators, log }));
  }, { requireTenant: directory.get });
}
