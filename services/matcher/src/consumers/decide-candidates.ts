import { type Candidate, type IngestionServiceDefinition } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { decide, toIdentity, type CandidateIdentity } from '../domain/decide';
import { type Decisions, type FoundDecision } from '../store/decisions';
import { type ProfileIdentities } from '../store/profile-identities';

interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly decisions: Decisions;
  readonly profiles: ProfileIdentities;
}

export type DecideCandidates = ReturnType<typeof createDecideCandidates>;

/** Looks at candidates as they are now and decides which profile each is. Repeating it changes nothing. */
export function createDecideCandidates({ ingestion, decisions, profiles }: Parts) {
  async function decideAll(tenantId: string, candidates: readonly Candidate[], traces: ReadonlyMap<string, string | undefined>): Promise<void> {
    const complete = candidates.filter(({ deleted, incomplete }) => !deleted && !incomplete);
    const seen = complete.map((candidate) => ({ candidate, identity: toIdentity(candidate) }));
    await decisions.registerKeys(tenantId, seen.map(({ identity }) => ({ candidateId: identity.candidateId, keys: keysOf(identity) })));
    const found = await profiles.findByKeys([...new Set(seen.flatMap(({ identity }) => keysOf(identity)))]);
    const decided = seen.map(({ candidate, identity }): FoundDecision => ({
      candidateId: candidate.candidateId,
      traceparent: traces.get(candidate.candidateId),
      finding: { kind: 'decided', decided: decide(identity, found), keys: keysOf(identity), candidateVersion: candidate.version },
    }));
    const deleted = candidates.filter((candidate) => candidate.deleted).map(({ candidateId, version }): FoundDecision => ({
      candidateId,
      traceparent: traces.get(candidateId),
      finding: { kind: 'deleted', candidateVersion: version },
    }));
    await decisions.foldFindings(tenantId, [...decided, ...deleted]);
  }

  return async (tenantId: string, doorbells: readonly Pick<Doorbell, 'id' | 'traceparent'>[], signal: AbortSignal): Promise<void> => {
    const traces = new Map(doorbells.map(({ id, traceparent }) => [id, traceparent]));
    for (let ids = [...traces.keys()]; ids.length > 0; ) {
      const { candidates, omittedCandidateIds } = await ingestion.getCandidates({ candidateIds: ids, includeTexts: true }, { tenantId, signal });
      await decideAll(tenantId, candidates, traces);
      ids = omittedCandidateIds;
    }
  };
}

function keysOf({ identifiers }: CandidateIdentity): string[] {
  return identifiers.map(({ key }) => key);
}
