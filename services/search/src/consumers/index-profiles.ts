import { SHARED, type EnrichmentServiceDefinition } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { toProfileDocument } from '../domain/profile-document';
import { type SearchMetrics } from '../metrics';
import { type IndexFamily } from '../store/index-family';

interface Parts {
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly profiles: IndexFamily;
  readonly metrics: SearchMetrics;
}

/** Brings profiles into the index as they are now. Returns those the owner does not know. */
export function createIndexProfiles({ enrichment, profiles, metrics }: Parts) {
  return async (_shared: string, doorbells: readonly Pick<Doorbell, 'id'>[], signal: AbortSignal): Promise<string[]> => {
    const ids = doorbells.map(({ id }) => id);
    const { profiles: found } = await enrichment.getProfiles({ profileIds: ids }, { signal });
    const now = new Date();
    if (found.length > 0) {
      await profiles.put(SHARED, found.map((profile) => toProfileDocument(profile, now)));
      metrics.documentsIndexed('profiles', found.length);
    }
    const known = new Set(found.map(({ profileId }) => profileId));
    return ids.filter((id) => !known.has(id));
  };
}
