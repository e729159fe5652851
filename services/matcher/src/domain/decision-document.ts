import { Outcome, type Decision } from '@secondlook/contracts';

import { RULE_VERSION, type Decided } from './decide';

/** A decision as it is kept. */
export interface DecisionDocument {
  readonly _id: string;
  readonly version: number;
  readonly revision: number;
  readonly deleted: boolean;
  /** The newest version of the candidate that was looked at, for comparators. */
  readonly candidateVersion: number;
  /** The candidate's keys, under which it is found when a profile changes. */
  readonly keys: readonly string[];
  readonly decision?: Omit<Decision, 'candidateId' | 'version' | 'deleted'>;
}

/** What was seen of a candidate, and what follows. */
export type Finding =
  | { readonly kind: 'decided'; readonly decided: Decided; readonly keys: readonly string[]; readonly candidateVersion: number }
  | { readonly kind: 'deleted'; readonly candidateVersion: number };

/** An equal input hash raises only what was seen; what was decided on an older candidate is dropped. A tombstone is final. */
export function foldDecision(stored: DecisionDocument | undefined, candidateId: string, finding: Finding, now: Date): { next: DecisionDocument | undefined; changed: boolean } {
  const state: DecisionDocument = stored ?? { _id: candidateId, version: 0, revision: 0, deleted: false, candidateVersion: 0, keys: [] };
  const revision = state.revision + 1;
  if (state.deleted) {
    // A tombstone may learn of a merge: nothing else of it changes, but comparators want to know what was seen.
    const isNewer = finding.kind === 'deleted' && finding.candidateVersion > state.candidateVersion;
    return { next: isNewer ? { ...state, revision, candidateVersion: finding.candidateVersion } : undefined, changed: false };
  }
  const version = state.version + 1;
  const candidateVersion = Math.max(state.candidateVersion, finding.candidateVersion);
  if (finding.kind === 'deleted') {
    return { next: { _id: candidateId, version, revision, deleted: true, candidateVersion, keys: [] }, changed: true };
  }
  if (finding.candidateVersion < state.candidateVersion) {
    return { next: undefined, changed: false };
  }
  const { decided, keys } = finding;
  if (state.decision?.inputHash === decided.inputHash) {
    return candidateVersion === state.candidateVersion
      ? { next: undefined, changed: false }
      : { next: { ...state, revision, candidateVersion }, changed: false };
  }
  const decision = { ...decided, evidence: [...decided.evidence], ruleVersion: RULE_VERSION, decidedTime: now };
  return { next: { ...state, version, revision, candidateVersion, keys, decision }, changed: true };
}

export function toDecision({ _id, version, deleted, decision }: DecisionDocument): Decision | undefined {
  if (deleted) {
    return { candidateId: _id, version, deleted, outcome: Outcome.UNSPECIFIED, profileId: '', evidence: [], ruleVersion: '', inputHash: '', decidedTime: undefined };
  }
  return decision === undefined ? undefined : { candidateId: _id, version, deleted, ...decision };
}
