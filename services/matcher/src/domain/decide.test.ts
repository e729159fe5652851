import { describe, expect, it } from '@jest/globals';
import { Candidate, Outcome } from '@secondlook/contracts';
import fc from 'fast-check';

import { decide, toIdentity, type ProfileIdentity } from './decide';
import { foldDecision, toDecision, type DecisionDocument } from './decision-document';

const profile = (profileId: string, name: string, keys: string[], version = 1): ProfileIdentity => ({ profileId, version, name, keys });
const candidate = Candidate.fromPartial({
  candidateId: 'c1',
  name: { full: 'Jane Doe' },
  links: [{ field: 'linkedin', url: 'https://uk.linkedin.com/in/Jane-Doe' }, { field: 'website', url: 'https://jane.example' }],
  attachments: [{ name: 'cv.pdf', text: { pages: ['Jane Doe', 'see github.com/jane and linkedin.com/in/jane-doe'], links: [{ page: 1, url: 'https://github.com/annotated' }] } }],
});
const jane = toIdentity(candidate);

describe('the identity of a candidate', () => {
  it('has each key once, with the place where it was found first: fields, then pages, then link annotations', () => {
    expect(jane).toEqual({
      candidateId: 'c1',
      name: 'Jane Doe',
      identifiers: [
        { key: 'linkedin:jane-doe', foundIn: 'web.linkedin' },
        { key: 'github:jane', foundIn: 'cv.pdf page 2' },
        { key: 'github:annotated', foundIn: 'cv.pdf page 1 link' },
      ],
    });
  });
});

describe('a decision', () => {
  it('is a match when an address is equal and the names can be the same person\'s, with its evidence', () => {
    expect(decide(jane, [profile('p1', 'Jane A. Doe', ['linkedin:jane-doe', 'github:jane'])])).toMatchObject({
      outcome: Outcome.MATCH,
      profileId: 'p1',
      evidence: [
        { kind: 'linkedin_url_equal', profileId: 'p1', supports: true, value: 'linkedin:jane-doe', foundIn: 'web.linkedin' },
        { kind: 'github_url_equal', profileId: 'p1', supports: true, value: 'github:jane', foundIn: 'cv.pdf page 2' },
        { kind: 'name_compatible', profileId: 'p1', supports: true, value: '', foundIn: 'name' },
      ],
    });
  });

  it('is nobody when the address is equal and the names conflict: the handle was given to somebody else', () => {
    expect(decide(jane, [profile('p1', 'Robert Jones', ['linkedin:jane-doe'])])).toMatchObject({
      outcome: Outcome.NOBODY,
      profileId: '',
      evidence: [{ kind: 'linkedin_url_equal', supports: true }, { kind: 'name_conflict', supports: false }],
    });
  });

  it('is nobody without an equal address, however equal the names', () => {
    expect(decide(jane, [profile('p1', 'Jane Doe', ['linkedin:jane-doe-2'])])).toMatchObject({ outcome: Outcome.NOBODY, evidence: [] });
  });

  it('asks a person when several profiles are left', () => {
    const several = [profile('p2', 'Jane Doe', ['github:jane']), profile('p1', 'J. Doe', ['linkedin:jane-doe']), profile('p0', 'Robert Jones', ['linkedin:jane-doe'])];
    expect(decide(jane, several)).toMatchObject({ outcome: Outcome.ASK, profileId: 'p1' });
    expect(decide(jane, several.slice(1))).toMatchObject({ outcome: Outcome.MATCH, profileId: 'p1' });
  });

  it('is the same, hash included, for profiles in any order and among any others', () => {
    const profiles = ['p1', 'p2', 'p3', 'p4'].map((id, index) => profile(id, ['Jane Doe', 'J Doe', 'Robert Jones', 'Jane Doe'][index] ?? '', [['linkedin:jane-doe'], ['github:jane', 'x:y'], ['github:annotated'], ['linkedin:other']][index] ?? []));
    fc.assert(
      fc.property(fc.shuffledSubarray(profiles, { minLength: 4 }), (shuffled) => {
        expect(decide(jane, shuffled)).toEqual(decide(jane, profiles.slice(0, 3)));
      }),
    );
  });

  it('has another hash when any input that counts is another, and not for a mere version', () => {
    const hash = (identity: typeof jane, profiles: readonly ProfileIdentity[]) => decide(identity, profiles).inputHash;
    const base = [profile('p1', 'Jane Doe', ['linkedin:jane-doe'])];
    const others = [
      hash({ ...jane, name: 'Jane B. Doe' }, base),
      hash({ ...jane, identifiers: jane.identifiers.slice(0, 1) }, base),
      hash(jane, [profile('p1', 'J Doe', ['linkedin:jane-doe'])]),
      hash(jane, [profile('p2', 'Jane Doe', ['linkedin:jane-doe'])]),
      hash(jane, []),
    ];
    expect(new Set([hash(jane, base), ...others]).size).toBe(6);
    expect(hash(jane, [profile('p1', 'Jane Doe', ['linkedin:jane-doe'], 9)])).toBe(hash(jane, base));
  });
});

describe('a kept decision', () => {
  const now = new Date('2026-06-15T12:00:00Z');
  const found = (candidateVersion: number, profiles: readonly ProfileIdentity[]) => ({ kind: 'decided' as const, decided: decide(jane, profiles), keys: ['linkedin:jane-doe'], candidateVersion });
  const fold = (stored: DecisionDocument | undefined, finding: Parameters<typeof foldDecision>[2]) => foldDecision(stored, 'c1', finding, now);
  const [none, some] = [found(1, []), found(2, [profile('p1', 'Jane Doe', ['linkedin:jane-doe'])])];
  const first = fold(undefined, none).next;

  it('raises its version only for another input hash; otherwise only what was seen of the candidate', () => {
    expect(first).toMatchObject({ version: 1, candidateVersion: 1, decision: { outcome: Outcome.NOBODY } });
    expect(fold(first, { ...none, candidateVersion: 5 })).toMatchObject({ changed: false, next: { version: 1, revision: 2, candidateVersion: 5 } });
    expect(fold(first, none)).toEqual({ next: undefined, changed: false });
    expect(fold(first, some)).toMatchObject({ changed: true, next: { version: 2, candidateVersion: 2, decision: { profileId: 'p1' } } });
  });

  it('is not undone by a slower worker that looked at an older candidate', () => {
    expect(fold(fold(first, some).next, none)).toEqual({ next: undefined, changed: false });
  });

  it('is final for a deleted candidate and holds nothing but versions', () => {
    const tombstone = fold(first, { kind: 'deleted', candidateVersion: 4 }).next;
    expect(tombstone).toEqual({ _id: 'c1', version: 2, revision: 2, deleted: true, candidateVersion: 4, keys: [] });
    expect(fold(tombstone, some)).toEqual({ next: undefined, changed: false });
    expect(fold(tombstone, { kind: 'deleted', candidateVersion: 5 })).toMatchObject({ changed: false, next: { version: 2, revision: 3, deleted: true, candidateVersion: 5 } });
    expect(fold(tombstone, { kind: 'deleted', candidateVersion: 4 })).toEqual({ next: undefined, changed: false });
    expect(tombstone && toDecision(tombstone)).toMatchObject({ candidateId: 'c1', version: 2, deleted: true, outcome: Outcome.UNSPECIFIED, evidence: [] });
  });
});
