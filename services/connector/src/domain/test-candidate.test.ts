import { describe, expect, it } from '@jest/globals';
import { TestCandidateState } from '@secondlook/contracts';
import fc from 'fast-check';

import { beginTestCandidate, decideStep, foldFound, foldNotFound, foldRefusal, foldRemovalRefusal, foldRemoved, foldSending, foldUnanswered, foldUnwanted, isSettled, SETTLE_MS, stateOf, type TestCandidate } from './test-candidate';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);
const begun = beginTestCandidate('j1', 'm1', at(0));
const unanswered = foldSending(begun, at(0));

describe('a test candidate', () => {
  it('is remembered first, then sent, then there', () => {
    expect([decideStep(begun, at(0)), stateOf(begun)]).toEqual(['send', TestCandidateState.SENDING]);
    const sent = foldFound(unanswered, 'c1');
    expect([decideStep(sent, at(1)), stateOf(sent), isSettled(sent), sent.unansweredSince]).toEqual(['rest', TestCandidateState.SENT, true, undefined]);
  });

  it('is never sent again while its sending may have taken effect: it is looked for, and believed missing only once that has settled', () => {
    expect(decideStep(unanswered, at(1))).toBe('look');
    const early = foldNotFound(unanswered, at(SETTLE_MS - 1));
    expect([decideStep(early, at(SETTLE_MS - 1)), decideStep(early, at(SETTLE_MS))]).toEqual(['rest', 'look']);
    const missing = foldNotFound(early, at(SETTLE_MS));
    expect([decideStep(missing, at(SETTLE_MS)), missing.mark]).toEqual(['send', 'm1']);
  });

  it('is given up after three sendings that left nothing', () => {
    const tried = [1, 2, 3].reduce<TestCandidate>((candidate, turn) => foldNotFound(foldSending(candidate, at(turn * SETTLE_MS)), at((turn + 1) * SETTLE_MS)), begun);
    expect([decideStep(tried, at(9 * SETTLE_MS)), stateOf(tried), tried.refusal]).toEqual(['rest', TestCandidateState.REFUSED, expect.stringContaining('did not answer')]);
  });

  it('that is refused stays so', () => {
    const refused = foldRefusal(unanswered, 'no');
    expect([decideStep(refused, at(9 * SETTLE_MS)), stateOf(refused)]).toEqual(['rest', TestCandidateState.REFUSED]);
  });

  it('that nobody wants any more is removed, or was never there', () => {
    expect(stateOf(foldUnwanted(begun))).toBe(TestCandidateState.REMOVED);
    const unwanted = foldUnwanted(foldFound(unanswered, 'c1'));
    expect([decideStep(unwanted, at(1)), stateOf(unwanted)]).toEqual(['remove', TestCandidateState.REMOVING]);
    expect([decideStep(foldRemoved(unwanted), at(1)), stateOf(foldRemoved(unwanted))]).toEqual(['rest', TestCandidateState.REMOVED]);
    const stays = foldRemovalRefusal(unwanted, 'no');
    expect([decideStep(stays, at(1)), stateOf(stays), stays.removalRefusal, foldUnwanted(stays).removalRefusal]).toEqual(['rest', TestCandidateState.SENT, 'no', undefined]);
  });

  it('that nobody wants any more and whose sending was not answered is looked for before it counts as removed', () => {
    const unwanted = foldUnwanted(unanswered);
    expect(decideStep(unwanted, at(1))).toBe('look');
    expect(stateOf(foldNotFound(unwanted, at(1)))).toBe(TestCandidateState.REMOVING);
    expect(stateOf(foldNotFound(unwanted, at(SETTLE_MS)))).toBe(TestCandidateState.REMOVED);
    expect(decideStep(foldFound(unwanted, 'c1'), at(1))).toBe('remove');
  });

  it('leaves one person at an ATS at most, and none once removed, whatever answers are lost and whenever it crashes', () => {
    const event = fc.record({ arrives: fc.boolean(), isAnswered: fc.boolean(), isVisibleAfterMs: fc.nat(SETTLE_MS - 1), isUnwanted: fc.boolean(), waitMs: fc.nat(2 * SETTLE_MS) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let candidate = begun;
        let nowMs = 0;
        /** When the ATS began to have somebody of this mark, and to show it. */
        let there: { visibleAtMs: number } | undefined;
        let created = 0;
        for (const { arrives, isAnswered, isVisibleAfterMs, isUnwanted, waitMs } of events) {
          nowMs += waitMs;
          candidate = isUnwanted && !isSettled(candidate) ? foldUnwanted(candidate) : candidate;
          const step = decideStep(candidate, at(nowMs));
          if (step === 'send') {
            candidate = foldSending(candidate, at(nowMs));
            created += arrives ? 1 : 0;
            there = arrives ? { visibleAtMs: nowMs + isVisibleAfterMs } : there;
            candidate = arrives && isAnswered ? foldFound(candidate, 'c1') : foldUnanswered(candidate, at(nowMs));
          } else if (step === 'look') {
            candidate = there !== undefined && there.visibleAtMs <= nowMs ? foldFound(candidate, 'c1') : foldNotFound(candidate, at(nowMs));
          } else if (step === 'remove') {
            there = undefined;
            candidate = isAnswered ? foldRemoved(candidate) : candidate;
          }
          expect(created).toBeLessThanOrEqual(1);
          expect(candidate.removed === true && there !== undefined).toBe(false);
        }
      }),
    );
  });
});
