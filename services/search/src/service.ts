import { ConnectorServiceDefinition, Corpus, EnrichmentServiceDefinition, events, IngestionServiceDefinition, OpsServiceDefinition, SearchServiceDefinition, SHARED } from '@secondlook/contracts';
import * as kit from '@secondlook/kit';

import { type Config } from './config';
import { createComparators } from './consumers/comparators';
import { createIndexCandidates } from './consumers/index-candidates';
import { createIndexJobs } from './consumers/index-jobs';
import { createIndexProfiles } from './consumers/index-profiles';
import { createOnTenantChanged } from './consumers/on-tenant-changed';
import { createSearchMetrics } from './metrics';
import { createSearchService } from './rpc';
import { connectElasticsearch } from './store/connect-elasticsearch';
import { createCountFields } from './store/count-facets';
import { createFindJobs } from './store/find-jobs';
import { createIndexFamily } from './store/index-family';
import { createRunSearch } from './store/run-search';

export async function startService(running: kit.Running<Config>): Promise<void> {
  const { config, log, lifecycle } = running;
  const identity = kit.createServiceIdentity('search', config.SERVICE_KEY_FILE);
  const elasticsearch = connectElasticsearch(config.ELASTICSEARCH_URL, lifecycle);
  const nats = await kit.connectNats(config.NATS_URL, 'search', log, lifecycle);
  const directory = kit.createTenantDirectory(kit.createGrpcClient(ConnectorServiceDefinition, config.CONNECTOR_ADDR, identity, lifecycle));
  const ingestion = kit.createGrpcClient(IngestionServiceDefinition, config.INGESTION_ADDR, identity, lifecycle);
  const enrichment = kit.createGrpcClient(EnrichmentServiceDefinition, config.ENRICHMENT_ADDR, identity, lifecycle);

  const metrics = createSearchMetrics(running.metrics);
  const families = {
    candidates: createIndexFamily(elasticsearch, 'candidates', log),
    jobs: createIndexFamily(elasticsearch, 'jobs', log),
    profiles: createIndexFamily(elasticsearch, 'profiles', log),
  };
  const indexCandidates = createIndexCandidates({ ingestion, candidates: families.candidates, metrics });
  const indexJobs = createIndexJobs({ ingestion, jobs: families.jobs, metrics });
  const indexProfiles = createIndexProfiles({ enrichment, profiles: families.profiles, metrics });
  const comparators = kit.startComparators(
    createComparators({ ingestion, enrichment, families, indexCandidates, indexJobs, indexProfiles, tenants: directory.list }),
    running,
  );
  /** A missing index is found out by the write that misses it: the comparator builds it, the events wait. */
  const indexing = (index: typeof indexCandidates) => async (tenantId: string, doorbells: readonly kit.Doorbell[], signal: AbortSignal) => {
    await index(tenantId, doorbells, signal).catch((error: unknown) => {
      comparators.checkNow();
      throw error;
    });
  };
  const eventServing = kit.serveEvents('search', nats, [
    { event: events.candidateChanged, handle: indexing(indexCandidates), maxBatch: 100, lingerMs: 700 },
    { event: events.jobChanged, handle: indexing(indexJobs), maxBatch: 200 },
    { event: events.profileChanged, handle: indexing(indexProfiles), maxBatch: 500 },
    { event: events.tenantChanged, handle: createOnTenantChanged(directory, [families.candidates, families.jobs]) },
  ], running, { isActive: directory.isActive, onStream: comparators.onStream });

  await kit.startGrpcServer(running, (server) => {
    server.add(SearchServiceDefinition, createSearchService({
      ingestion,
      runSearch: createRunSearch(elasticsearch, kit.createKeyEncryption(config.KEY_ENCRYPTION_KEYS)),
      countFields: createCountFields(elasticsearch),
      findJobs: createFindJobs(elasticsearch, families.jobs.liveAlias),
      aliasOf: (corpus, tenantId) => (corpus === Corpus.PROFILES ? families.profiles.liveAlias(SHARED) : families.candidates.liveAlias(tenantId)),
      candidatesIndex: families.candidates,
    }));
    server.add(OpsServiceDefinition, kit.createOpsService({ eventServing, comparators, log }));
  }, { requireTenant: directory.get });
}
