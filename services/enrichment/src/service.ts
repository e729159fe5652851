import { ConnectorServiceDefinition, EnrichmentServiceDefinition, events, MatcherServiceDefinition, OpsServiceDefinition, SHARED } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { createComparators } from './consumers/comparators';
import { createOnMatchDecided } from './consumers/on-match-decided';
import { createOnProfileChanged } from './consumers/on-profile-changed';
import { createEnrichmentMetrics } from './metrics';
import { createEnrichmentService } from './rpc';
import { createFacts, ensureIndexes } from './store/facts';
import { createProfiles, ensureLibraryIndexes } from './store/profiles';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('enrichment', config.SERVICE_KEY_FILE);
  const mongo = await kit.connectMongo(config.MONGO_URL, log, lifecycle);
  const nats = await kit.connectNats(config.NATS_URL, 'enrichment', log, lifecycle);
  const directory = kit.createTenantDirectory(kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle));
  const matcher = kit.createGrpcClient(MatcherServiceDefinition, config.MATCHER_ADDR, identity, lifecycle);

  const publisher = kit.createPublisher(nats);
  const library = mongo.db('enrichment');
  await ensureLibraryIndexes(library);
  const libraryAnnouncer = kit.createAnnouncer({
    databases: { open: () => Promise.resolve(library), list: () => Promise.resolve([SHARED]) },
    publisher,
    events: [events.profileChanged],
    currentVersions: (shared, _event, ids) => profiles.currentVersions(shared, ids),
    running,
  });
  const profiles = createProfiles(library, libraryAnnouncer);
  const databases = kit.createTenantDatabases(mongo, 'enrichment', ensureIndexes);
  const announcer = kit.createAnnouncer({
    databases,
    publisher,
    events: [events.enrichmentChanged],
    currentVersions: (tenantId, _event, ids) => facts.currentVersions(tenantId, ids),
    running,
  });
  const facts = createFacts(databases, announcer);
  libraryAnnouncer.startRelay();
  announcer.startRelay();

  const onMatchDecided = createOnMatchDecided({ matcher, facts, profiles });
  const onProfileChanged = createOnProfileChanged({ facts, onMatchDecided, tenants: directory.list });
  const comparators = kit.startComparators(createComparators({ matcher, facts, directory, ownDatabase: library, onMatchDecided }), running);
  const eventServing = kit.serveEvents('enrichment', nats, [
    { event: events.matchDecided, handle: onMatchDecided },
    { event: events.profileChanged, handle: onProfileChanged, maxBatch: 500 },
    { event: events.tenantChanged, handle: kit.createDropRemovedTenants(directory, databases) },
  ], running, { isActive: directory.isActive, onStream: comparators.onStream });

  await kit.startGrpcServer(running, (server) => {
    server.add(EnrichmentServiceDefinition, createEnrichmentService({ profiles, facts, metrics: createEnrichmentMetrics(running.metrics) }));
    server.add(OpsServiceDefinition, kit.createOpsService({ eventServing, comparators, log }));
  }, { requireTenant: directory.get });
}
