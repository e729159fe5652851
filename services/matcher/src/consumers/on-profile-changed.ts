import { type EnrichmentServiceDefinition, type Profile } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { toIdentifierKey } from '../domain/identifiers';
import { type Decisions } from '../store/decisions';
import { type ChangedIdentity, type ProfileIdentities } from '../store/profile-identities';
import { type DecideCandidates } from './decide-candidates';

interface Parts {
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly profiles: ProfileIdentities;
  readonly decisions: Decisions;
  readonly decideCandidates: DecideCandidates;
  readonly tenants: () => Promise<readonly string[]>;
}

const BATCH = 100;

/** Keeps what is needed of changed profiles, then decides again about the candidates, of every tenant, that share a key with one. */
export function createOnProfileChanged({ enrichment, profiles, decisions, decideCandidates, tenants }: Parts) {
  return async (_shared: string, doorbells: readonly Pick<Doorbell, 'id'>[], signal: AbortSignal): Promise<void> => {
    const { profiles: changed } = await enrichment.getProfiles({ profileIds: doorbells.map(({ id }) => id) }, { signal });
    const keys = await profiles.put(changed.map(toIdentity));
    for (const tenantId of keys.length === 0 ? [] : await tenants()) {
      const affected = await decisions.findCandidatesByKeys(tenantId, keys);
      for (let start = 0; start < affected.length; start += BATCH) {
        await decideCandidates(tenantId, affected.slice(start, start + BATCH).map((id) => ({ id })), signal);
      }
    }
    await profiles.settle(changed.map(({ profileId }) => profileId));
  };
}

function toIdentity({ profileId, version, deleted, name, urls }: Profile): ChangedIdentity {
  const keys = urls.map(toIdentifierKey).filter((key) => key !== undefined);
  return { profileId, version, deleted, name: name?.full ?? '', keys: deleted ? [] : [...new Set(keys)] };
}
