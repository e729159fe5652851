import { SHARED, type EnrichmentServiceDefinition } from '@secondlook/contracts';
import { listVersions, type Authenticated } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type EnrichmentMetrics } from '../metrics';
import { type Facts } from '../store/facts';
import { type Profiles } from '../store/profiles';
import { createGetFacts } from './get-facts';
import { createGetProfiles } from './get-profiles';
import { createImportProfiles } from './import-profiles';

export interface Parts {
  readonly profiles: Profiles;
  readonly facts: Facts;
  readonly metrics: EnrichmentMetrics;
}

export function createEnrichmentService(parts: Parts): ServiceImplementation<EnrichmentServiceDefinition, Authenticated> {
  return {
    importProfiles: createImportProfiles(parts),
    getProfiles: createGetProfiles(parts),
    async listProfiles(request) {
      const { versions, nextPageToken } = await listVersions(parts.profiles, request, { tenantId: SHARED });
      return { profiles: versions, nextPageToken };
    },
    getFacts: createGetFacts(parts),
    async listFacts(request, context) {
      const { versions, nextPageToken } = await listVersions(parts.facts, request, context);
      return { factSets: versions, nextPageToken };
    },
  };
}
