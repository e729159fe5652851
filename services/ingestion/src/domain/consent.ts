import { ConsentState, type Application } from '@secondlook/contracts';

import { type CandidateDocument, type RecordPart } from './candidate-document';
import { viewOf } from './json';
import { compareReads } from './read-position';
import { type SourceReading } from './sources';

/** What a record says of one scope of a consent. */
export interface ConsentWord {
  /** As the source names it; `WHOLE` where it does not tell scopes apart. */
  readonly scope: string;
  readonly said: 'given' | 'refused' | 'open';
  /** It is about other jobs than the person applied for: while an application goes on, that is why the person is there. */
  readonly isOfFuture: boolean;
}

export const WHOLE = 'whole';

type ConsentParts = Pick<CandidateDocument, 'consentStatus' | 'consentDecisions' | 'consentGiven'>;

/**
 * What the records of a consent come to (docs/decisions/0020-when-a-consent-ended.md): it ended when any of its scopes was refused, or is
 * open again after it was given. Who was never asked, or has not answered yet, did not end anything. What is about the future counts once no
 * application goes on.
 */
export function stateOfConsent({ consentStatus, consentDecisions, consentGiven = [] }: ConsentParts, applications: readonly Pick<Application, 'status'>[], reading: SourceReading): ConsentState {
  const isApplying = applications.some(({ status }) => reading.isOngoing(status));
  const decided = wordsOf(consentDecisions?.json, reading).filter(({ isOfFuture }) => !(isOfFuture && isApplying));
  // Decided anew since the list was read: its word on the whole is of before.
  const isDecidedSince = decided.length > 0 && decided.every(({ said }) => said === 'given') && isLater(consentDecisions, consentStatus);
  const words = [...decided, ...(isDecidedSince ? [] : wordsOf(consentStatus?.json, reading))];
  if (words.some(({ scope, said }) => said === 'refused' || (said === 'open' && consentGiven.includes(scope)))) {
    return ConsentState.ENDED;
  }
  if (words.length === 0) {
    return ConsentState.UNSPECIFIED;
  }
  return words.some(({ said }) => said === 'given') ? ConsentState.GIVEN : ConsentState.OPEN;
}

/** The scopes that a record says are given. */
export function scopesGivenIn(json: string, reading: SourceReading | undefined): string[] {
  return reading === undefined ? [] : wordsOf(json, reading).flatMap(({ scope, said }) => (said === 'given' ? [scope] : []));
}

function wordsOf(json: string | undefined, reading: SourceReading): readonly ConsentWord[] {
  const view = viewOf(json);
  return view === undefined ? [] : reading.toConsent(view);
}

function isLater(one: RecordPart | undefined, other: RecordPart | undefined): boolean {
  return one !== undefined && (other === undefined || compareReads(one.read, other.read) > 0);
}
