import { type Record as SourceRecord } from '@secondlook/contracts';

import { type KnownConsent } from '../../store/due-reads';
import { isObject, parseObject, textAt } from '../json';
import { type AtsAnswer, type Reading } from '../source';
import { requireStatus, unlessRefused } from './read-candidate';

const CONSENTS = 'GET /candidates/{id}/consents';
const APPROACH = 'consent approach';

/**
 * A candidate's consent: what the list says of it, and what was decided of each scope, where that can say more. Undefined when the ATS
 * has no such candidate.
 */
export async function readConsent(candidateId: string, { call, toRecord, consent, notes }: Reading): Promise<readonly SourceRecord[] | undefined> {
  if (consent === undefined) {
    return [];
  }
  const listed = consent.read === undefined ? [] : [toRecord(consent.read, { $case: 'consentStatus', value: { candidateExternalId: candidateId, json: Buffer.from(consent.json) } })];
  const answer = canSayMore(consent, notes) ? await unlessRefused(call({ path: `/candidates/${encodeURIComponent(candidateId)}/consents` })) : undefined;
  if (answer === undefined) {
    return listed;
  }
  if (answer.status === 404) {
    return undefined;
  }
  requireStatus(answer, CONSENTS);
  noteApproach(answer, notes);
  return [...listed, toRecord(answer.read, { $case: 'consentDecisions', value: { candidateExternalId: candidateId, json: answer.body } })];
}

/**
 * REQUIRED says that nobody asked yet, and ACQUIRED of a customer with a single consent that this one was given (API reference §3.5): there
 * is nothing to add. The list has no word for a refusal, so another status than before may hide one.
 */
function canSayMore({ json, changed }: KnownConsent, notes: Reading['notes']): boolean {
  const parsed: unknown = JSON.parse(json);
  const status = isObject(parsed) ? textAt(parsed, 'status') : undefined;
  return changed || (status !== 'REQUIRED' && !(status === 'ACQUIRED' && notes.get(APPROACH) === 'single'));
}

/** Customers use one consent for all, or one for each scope: whoever's decisions are read shows which. */
function noteApproach(answer: AtsAnswer, notes: Reading['notes']): void {
  const decisions = parseObject(answer, CONSENTS)['decisions'];
  const scopes = (Array.isArray(decisions) ? decisions : []).filter(isObject).map((decision) => textAt(decision, 'scope'));
  if (scopes.length > 0) {
    notes.set(APPROACH, scopes.every((scope) => scope === 'Single') ? 'single' : 'separated');
  }
}
