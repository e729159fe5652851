import { Outcome, type MatcherServiceDefinition } from '@secondlook/contracts';
import { type Doorbell, type GrpcClient } from '@secondlook/kit';

import { type Facts } from '../store/facts';
import { type Profiles } from '../store/profiles';

interface Parts {
  readonly matcher: GrpcClient<MatcherServiceDefinition>;
  readonly facts: Facts;
  readonly profiles: Profiles;
}

export type OnMatchDecided = ReturnType<typeof createOnMatchDecided>;

/** Turns the decisions as they are now into facts. Repeating it changes nothing. */
export function createOnMatchDecided({ matcher, facts, profiles }: Parts) {
  return async (tenantId: string, doorbells: readonly Pick<Doorbell, 'id' | 'traceparent'>[], signal: AbortSignal): Promise<void> => {
    const traces = new Map(doorbells.map(({ id, traceparent }) => [id, traceparent]));
    const { decisions } = await matcher.getDecisions({ candidateIds: [...traces.keys()] }, { tenantId, signal });
    const matched = decisions.filter(({ outcome }) => outcome === Outcome.MATCH);
    await facts.registerCandidates(tenantId, matched.map(({ candidateId, profileId }) => ({ candidateId, profileId })));
    const found = await profiles.find([...new Set(matched.map(({ profileId }) => profileId))]);
    await facts.foldFindings(
      tenantId,
      decisions.map((decision) => ({
        candidateId: decision.candidateId,
        traceparent: traces.get(decision.candidateId),
        decision,
        profile: found.get(decision.profileId),
      })),
    );
  };
}
