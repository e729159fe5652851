import { createHash } from 'node:crypto';

import { Outcome, type Candidate, type Evidence } from '@secondlook/contracts';

import { findIdentifierKeys, toIdentifierKey, type Identifier } from './identifiers';
import { compareNames } from './names';

/** The rules below, by name: a decision says which made it. Raise it with every change of what they decide. */
export const RULE_VERSION = 'url-2';

/** A profile, as far as deciding needs it. */
export interface ProfileIdentity {
  readonly profileId: string;
  readonly version: number;
  readonly name: string;
  readonly keys: readonly string[];
}

/** A candidate, as far as deciding needs it. */
export interface CandidateIdentity {
  readonly candidateId: string;
  readonly name: string;
  readonly identifiers: readonly Identifier[];
}

export interface Decided {
  readonly outcome: Outcome;
  readonly profileId: string;
  readonly evidence: readonly Evidence[];
  /** Equal inputs give the equal decision; only another hash is decided again. */
  readonly inputHash: string;
}

/** What a candidate's fields, documents and link annotations say of the person's own pages. */
export function toIdentity({ candidateId, name, links, attachments }: Candidate): CandidateIdentity {
  const fromLinks = links.map(({ field, url }) => ({ key: toIdentifierKey(url), foundIn: `web.${field}` }));
  const fromDocuments = attachments.flatMap(({ name: file, text }) => [
    ...(text?.pages ?? []).flatMap((page, index) => findIdentifierKeys(page).map((key) => ({ key, foundIn: `${file} page ${index + 1}` }))),
    ...(text?.links ?? []).map(({ page, url }) => ({ key: toIdentifierKey(url), foundIn: `${file} page ${page} link` })),
  ]);
  const identifiers = [...fromLinks, ...fromDocuments].flatMap(({ key, foundIn }) => (key === undefined ? [] : [{ key, foundIn }]));
  return { candidateId, name: name?.full ?? '', identifiers: firstOfEach(identifiers) };
}

/** Each key once, where it was found first: fields before documents. */
function firstOfEach(identifiers: readonly Identifier[]): Identifier[] {
  const firsts = new Map<string, Identifier>();
  for (const identifier of identifiers) {
    firsts.set(identifier.key, firsts.get(identifier.key) ?? identifier);
  }
  return [...firsts.values()];
}

/**
 * This profile, nobody, or ask a person. An equal address speaks for a profile unless the names conflict: handles are given to
 * other people in time, and documents name other people's pages. Several profiles left: ask.
 */
export function decide(candidate: CandidateIdentity, profiles: readonly ProfileIdentity[]): Decided {
  const relevant = profiles
    .filter(({ keys }) => candidate.identifiers.some(({ key }) => keys.includes(key)))
    .sort((a, b) => (a.profileId < b.profileId ? -1 : 1));
  const evidence = relevant.flatMap((profile) => weigh(candidate, profile));
  const conflicting = new Set(evidence.filter(({ supports }) => !supports).map(({ profileId }) => profileId));
  const supported = relevant.filter(({ profileId }) => !conflicting.has(profileId));
  const [only] = supported;
  const inputHash = hashInputs(candidate, relevant);
  if (only === undefined) {
    return { outcome: Outcome.NOBODY, profileId: '', evidence, inputHash };
  }
  return { outcome: supported.length === 1 ? Outcome.MATCH : Outcome.ASK, profileId: only.profileId, evidence, inputHash };
}

function weigh({ name, identifiers }: CandidateIdentity, { profileId, name: profileName, keys }: ProfileIdentity): Evidence[] {
  const equal = identifiers
    .filter(({ key }) => keys.includes(key))
    .map(({ key, foundIn }) => ({ kind: `${key.slice(0, key.indexOf(':'))}_url_equal`, profileId, supports: true, value: key, foundIn }));
  const comparison = compareNames(name, profileName);
  const conflict = { kind: 'name_conflict', profileId, supports: false, value: '', foundIn: 'name' };
  const agreement = { kind: 'name_compatible', profileId, supports: true, value: '', foundIn: 'name' };
  return [...equal, ...(comparison === 'conflict' ? [conflict] : comparison === 'compatible' ? [agreement] : [])];
}

function hashInputs({ name, identifiers }: CandidateIdentity, profiles: readonly ProfileIdentity[]): string {
  const inputs = [RULE_VERSION, name, identifiers.map(({ key, foundIn }) => [key, foundIn]), profiles.map((profile) => [profile.profileId, profile.name, profile.keys])];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}
