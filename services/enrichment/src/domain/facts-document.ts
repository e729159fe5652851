import { createHash } from 'node:crypto';

import { Outcome, type Decision, type Fact, type FactSet } from '@secondlook/contracts';

import { type ProfileDocument } from './profile-document';

/** The facts of one candidate as they are kept. */
export interface FactsDocument {
  readonly _id: string;
  readonly version: number;
  readonly revision: number;
  readonly deleted: boolean;
  /** The newest version of the decision that was looked at, for comparators. */
  readonly decisionVersion: number;
  readonly profileId: string;
  readonly facts: readonly Fact[];
  readonly inputHash: string;
}

/** A decision as it is now, and the profile it names, where it names one that is there. */
export interface Finding {
  readonly decision: Pick<Decision, 'version' | 'deleted' | 'outcome' | 'profileId'>;
  readonly profile: ProfileDocument | undefined;
}

/**
 * Only a match has facts: an unmatched candidate is not enriched. Equal inputs change nothing, nor does an older decision than the
 * one that was looked at; a tombstone is final.
 */
export function foldFacts(stored: FactsDocument | undefined, candidateId: string, { decision, profile }: Finding): { next: FactsDocument | undefined; changed: boolean } {
  if (stored?.deleted === true || (stored !== undefined && !decision.deleted && decision.version < stored.decisionVersion)) {
    return { next: undefined, changed: false };
  }
  const matched = !decision.deleted && decision.outcome === Outcome.MATCH && profile?._id === decision.profileId ? profile : undefined;
  const profileId = matched?._id ?? '';
  const inputHash = createHash('sha256').update(JSON.stringify([profileId, matched?.hash ?? ''])).digest('hex');
  const decisionVersion = Math.max(stored?.decisionVersion ?? 0, decision.version);
  const revision = (stored?.revision ?? 0) + 1;
  const version = stored?.version ?? 0;
  if (decision.deleted) {
    return { next: { _id: candidateId, version: version + 1, revision, deleted: true, decisionVersion, profileId: '', facts: [], inputHash: '' }, changed: true };
  }
  if (stored?.inputHash === inputHash) {
    return decisionVersion === stored.decisionVersion
      ? { next: undefined, changed: false }
      : { next: { ...stored, revision, decisionVersion }, changed: false };
  }
  const facts = matched === undefined ? [] : toFacts(matched);
  return { next: { _id: candidateId, version: version + 1, revision, deleted: false, decisionVersion, profileId, facts, inputHash }, changed: true };
}

/** Everything the profile says, each with its source and date. */
function toFacts({ profile }: ProfileDocument): Fact[] {
  const { headline, location, urls, positions, education, skills, languages, certifications, source, observedDate } = profile;
  const values: Fact['value'][] = [
    ...(headline === '' ? [] : [{ $case: 'headline' as const, value: headline }]),
    ...(location === undefined ? [] : [{ $case: 'location' as const, value: location }]),
    ...urls.map((value) => ({ $case: 'link' as const, value })),
    ...positions.map((value) => ({ $case: 'position' as const, value })),
    ...education.map((value) => ({ $case: 'education' as const, value })),
    ...skills.map((value) => ({ $case: 'skill' as const, value })),
    ...languages.map((value) => ({ $case: 'language' as const, value })),
    ...certifications.map((value) => ({ $case: 'certification' as const, value })),
  ];
  return values.map((value) => ({ value, source, observedDate }));
}

export function toFactSet({ _id, version, profileId, facts, inputHash, deleted }: FactsDocument): FactSet {
  return { candidateId: _id, version, profileId, facts: [...facts], inputHash, deleted };
}
