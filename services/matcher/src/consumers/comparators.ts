import { events, SHARED, type EnrichmentServiceDefinition, type IngestionServiceDefinition } from '@secondlook/contracts';
import { allPages, compareAndRepair, createMongoStreamMemory, type ComparatorDefinition, type GrpcClient, type TenantDirectory } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { RULE_VERSION } from '../domain/decide';
import { type Decisions } from '../store/decisions';
import { type ProfileIdentities } from '../store/profile-identities';
import { type DecideCandidates } from './decide-candidates';
import { type createOnProfileChanged } from './on-profile-changed';

interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly decisions: Decisions;
  readonly profiles: ProfileIdentities;
  readonly directory: TenantDirectory;
  readonly ownDatabase: Db;
  readonly decideCandidates: DecideCandidates;
  readonly onProfileChanged: ReturnType<typeof createOnProfileChanged>;
}

const PAGE = 2_000;

/** What was decided, compared with the candidates there are; and the identities kept here, with the library. */
export function createComparators(parts: Parts): ComparatorDefinition[] {
  const { ingestion, enrichment, decisions, profiles, directory, ownDatabase, decideCandidates, onProfileChanged } = parts;
  return [
    {
      name: 'candidates',
      event: events.candidateChanged,
      tenants: directory.list,
      // What was compared under other rules counts as never compared.
      streamMemory: createMongoStreamMemory(ownDatabase, `candidates by ${RULE_VERSION}`),
      compare: (tenantId, signal) =>
        compareAndRepair(
          allPages((pageToken) => ingestion.listCandidates({ pageSize: PAGE, pageToken }, { tenantId, signal }), ({ candidates }) => candidates),
          decisions.listSeen(tenantId),
          (differences) => decideCandidates(tenantId, differences, signal),
        ),
    },
    {
      name: 'profiles',
      event: events.profileChanged,
      tenants: () => Promise.resolve([SHARED]),
      streamMemory: createMongoStreamMemory(ownDatabase, 'profiles'),
      compare: (_shared, signal) =>
        compareAndRepair(
          allPages((pageToken) => enrichment.listProfiles({ pageSize: PAGE, pageToken }, { signal }), ({ profiles: versions }) => versions),
          profiles.listVersions(),
          async (differences) => {
            await onProfileChanged(SHARED, differences, signal);
            await profiles.forget(differences.filter(({ owner }) => owner === undefined).map(({ id }) => id));
          },
        ),
    },
  ];
}
