import { TestCandidateState } from '@secondlook/contracts';

/**
 * A test candidate, as it is remembered: before the ATS is called, so that a crash, a lost answer or a second click never leaves two
 * of them there. The ATS knows no idempotency key: what it was sent under is its mark, a word of its own in name, address and tag, by
 * which it is looked for whenever the answer to its sending is not known.
 */
export interface TestCandidate {
  readonly jobExternalId: string;
  readonly mark: string;
  readonly requestedTime: Date;
  /** What a person wants of it. */
  readonly wanted: 'there' | 'gone';
  /** How often it was sent. */
  readonly sendings: number;
  /** Its last sending began then, or was given up, and what came of it is not known. Kept before the call. */
  readonly unansweredSince?: Date;
  /** Not attended to before. */
  readonly waitUntil?: Date;
  /** The ATS has it, under this id. */
  readonly externalId?: string;
  /** Why the ATS does not take it. */
  readonly refusal?: string;
  /** Why it could not be removed. */
  readonly removalRefusal?: string;
  readonly removed?: boolean;
}

/** What to do next at the ATS; `rest` when there is nothing, or not yet. */
export type TestCandidateStep = 'send' | 'look' | 'remove' | 'rest';

/**
 * What was sent may take effect late, as by an ATS that takes half a minute for an answer, and be found later still: its search lags
 * behind. Not found before this long after its sending it is not believed to be missing. That it then bears the same name and address is the second safeguard: the ATS takes these
 * for the same person.
 */
export const SETTLE_MS = 35_000;
const MAX_SENDINGS = 3;

export function beginTestCandidate(jobExternalId: string, mark: string, now: Date): TestCandidate {
  return { jobExternalId, mark, requestedTime: now, wanted: 'there', sendings: 0 };
}

export function decideStep(candidate: TestCandidate, now: Date): TestCandidateStep {
  const { wanted, unansweredSince, waitUntil, externalId } = candidate;
  if (isSettled(candidate) || (waitUntil !== undefined && waitUntil > now)) {
    return 'rest';
  }
  if (externalId === undefined && unansweredSince !== undefined) {
    return 'look';
  }
  return wanted === 'gone' ? 'remove' : 'send';
}

/** Nothing is left to do for what is wanted. */
export function isSettled({ wanted, externalId, refusal, removed }: TestCandidate): boolean {
  return removed === true || (wanted === 'there' && (externalId !== undefined || refusal !== undefined));
}

export function foldSending({ waitUntil: _before, ...candidate }: TestCandidate, now: Date): TestCandidate {
  return { ...candidate, sendings: candidate.sendings + 1, unansweredSince: now };
}

/** The call ended without an answer: what it did may show from now on. */
export function foldUnanswered(candidate: TestCandidate, now: Date): TestCandidate {
  return { ...candidate, unansweredSince: now };
}

export function foldFound({ unansweredSince: _asked, waitUntil: _before, ...candidate }: TestCandidate, externalId: string): TestCandidate {
  return { ...candidate, externalId };
}

export function foldRefusal({ unansweredSince: _asked, waitUntil: _before, ...candidate }: TestCandidate, refusal: string): TestCandidate {
  return { ...candidate, refusal, ...(candidate.wanted === 'gone' ? { removed: true } : {}) };
}

/** The ATS shows nobody of its mark. `lookedTime`: when it was asked. */
export function foldNotFound({ unansweredSince, waitUntil: _before, ...candidate }: TestCandidate, lookedTime: Date): TestCandidate {
  const settledMs = (unansweredSince?.getTime() ?? 0) + SETTLE_MS;
  if (unansweredSince !== undefined && lookedTime.getTime() < settledMs) {
    return { ...candidate, unansweredSince, waitUntil: new Date(settledMs) };
  }
  if (candidate.wanted === 'gone') {
    return foldRemoved(candidate);
  }
  return candidate.sendings >= MAX_SENDINGS ? foldRefusal(candidate, `The ATS did not answer, ${MAX_SENDINGS} times, and has nobody of this name. Try again later.`) : candidate;
}

/** A person wants it gone. What never reached the ATS is so at once. */
export function foldUnwanted({ removalRefusal: _before, ...candidate }: TestCandidate): TestCandidate {
  const isNowhere = candidate.externalId === undefined && candidate.unansweredSince === undefined;
  return { ...candidate, wanted: 'gone', ...(isNowhere ? { removed: true } : {}) };
}

export function foldRemoved({ unansweredSince: _asked, waitUntil: _before, ...candidate }: TestCandidate): TestCandidate {
  return { ...candidate, removed: true };
}

/** It stays where it is, and a person has to see to it. */
export function foldRemovalRefusal({ waitUntil: _before, ...candidate }: TestCandidate, removalRefusal: string): TestCandidate {
  return { ...candidate, wanted: 'there', removalRefusal };
}

export function stateOf({ wanted, externalId, refusal, removed }: TestCandidate): TestCandidateState {
  if (removed === true) {
    return TestCandidateState.REMOVED;
  }
  if (wanted === 'gone') {
    return TestCandidateState.REMOVING;
  }
  if (externalId !== undefined) {
    return TestCandidateState.SENT;
  }
  return refusal === undefined ? TestCandidateState.SENDING : TestCandidateState.REFUSED;
}
