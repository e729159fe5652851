import { describe, expect, it } from '@jest/globals';
import { Outcome } from '@secondlook/contracts';

import { foldFacts, type FactsDocument, type Finding } from './facts-document';
import { parseProfileLine } from './parse-profile';
import { foldProfile } from './profile-document';

function profileOf(line: object) {
  const parsed = parseProfileLine(JSON.stringify({ id: 'p1', name: { full: 'Jane' }, source: 'library', observedAt: '2026-01-31', ...line }));
  const stored = typeof parsed === 'string' ? undefined : foldProfile(undefined, parsed).next;
  if (stored === undefined) {
    throw new Error('the line is good');
  }
  return stored;
}

const profile = profileOf({ headline: 'Engineer', location: 'Bonn', urls: ['https://x'], positions: [{ title: 'T' }], education: [{ school: 'S' }], skills: ['Go'], languages: ['de'], certifications: ['C'] });
const match = (version: number, more: Partial<Finding['decision']> = {}): Finding => ({ decision: { version, deleted: false, outcome: Outcome.MATCH, profileId: 'p1', ...more }, profile });
const fold = (stored: FactsDocument | undefined, finding: Finding) => foldFacts(stored, 'c1', finding);
const first = fold(undefined, match(1)).next;

describe('the facts of a candidate', () => {
  it('are everything that the matched profile says, each with source and date', () => {
    expect(first?.facts.map(({ value }) => value?.$case)).toEqual(['headline', 'location', 'link', 'position', 'education', 'skill', 'language', 'certification']);
    expect(first?.facts.every(({ source, observedDate }) => source === 'library' && observedDate === '2026-01-31')).toBe(true);
  });

  it('are none without a match: an unmatched candidate is not enriched', () => {
    for (const more of [{ outcome: Outcome.NOBODY, profileId: '' }, { outcome: Outcome.ASK }, { profileId: 'p2' }]) {
      expect(fold(undefined, match(1, more)).next).toMatchObject({ profileId: '', facts: [] });
    }
  });

  it('go at once when the match is undone', () => {
    expect(fold(first, match(2, { outcome: Outcome.NOBODY, profileId: '' }))).toMatchObject({ changed: true, next: { version: 2, profileId: '', facts: [] } });
  });

  it('raise the version only when profile or match are others', () => {
    expect(fold(first, match(1))).toEqual({ next: undefined, changed: false });
    expect(fold(first, match(4))).toMatchObject({ changed: false, next: { version: 1, revision: 2, decisionVersion: 4 } });
    expect(fold(first, { ...match(1), profile: profileOf({ headline: 'Other' }) })).toMatchObject({ changed: true, next: { version: 2 } });
  });

  it('are not undone by a slower worker that looked at an older decision', () => {
    const newer = fold(first, match(3)).next;
    expect(fold(newer, match(2, { outcome: Outcome.NOBODY, profileId: '' }))).toEqual({ next: undefined, changed: false });
  });

  it('leave a final tombstone with the candidate', () => {
    const tombstone = fold(first, match(2, { deleted: true })).next;
    expect(tombstone).toEqual({ _id: 'c1', version: 2, revision: 2, deleted: true, decisionVersion: 2, profileId: '', facts: [], inputHash: '' });
    expect(fold(tombstone, match(9))).toEqual({ next: undefined, changed: false });
    expect(fold(undefined, match(1, { deleted: true })).next).toMatchObject({ deleted: true, version: 1 });
  });
});
