import { events, SHARED, type EnrichmentServiceDefinition, type IngestionServiceDefinition } from '@secondlook/contracts';
import { allPages, type ComparatorDefinition, type GrpcClient } from '@secondlook/kit';

import { type IndexFamily } from '../store/index-family';
import { createIndexComparator } from './create-index-comparator';
import { type IndexCandidates } from './index-candidates';

interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly families: { readonly candidates: IndexFamily; readonly jobs: IndexFamily; readonly profiles: IndexFamily };
  readonly indexCandidates: IndexCandidates;
  readonly indexJobs: IndexCandidates;
  readonly indexProfiles: IndexCandidates;
  readonly tenants: () => Promise<readonly string[]>;
}

const PAGE = 2_000;

export function createComparators({ ingestion, enrichment, families, indexCandidates, indexJobs, indexProfiles, tenants }: Parts): ComparatorDefinition[] {
  return [
    createIndexComparator({
      family: 'jobs',
      event: events.jobChanged,
      index: families.jobs,
      tenants,
      // A job deleted in the ATS stays searchable by its name.
      listOwner: (tenantId, signal) => asLive(allPages((pageToken) => ingestion.listJobs({ pageSize: PAGE, pageToken }, { tenantId, signal }), ({ jobs }) => jobs)),
      reindex: indexJobs,
    }),
    createIndexComparator({
      family: 'candidates',
      event: events.candidateChanged,
      index: families.candidates,
      tenants,
      listOwner: (tenantId, signal) =>
        allPages((pageToken) => ingestion.listCandidates({ pageSize: PAGE, pageToken }, { tenantId, signal }), ({ candidates }) => candidates),
      reindex: indexCandidates,
    }),
    createIndexComparator({
      family: 'profiles',
      event: events.profileChanged,
      index: families.profiles,
      tenants: () => Promise.resolve([SHARED]),
      listOwner: (_shared, signal) => allPages((pageToken) => enrichment.listProfiles({ pageSize: PAGE, pageToken }, { signal }), ({ profiles }) => profiles),
      reindex: indexProfiles,
    }),
  ];
}

async function* asLive<Version extends { deleted: boolean }>(versions: AsyncIterable<Version>): AsyncGenerator<Version> {
  for await (const version of versions) {
    yield { ...version, deleted: false };
  }
}
