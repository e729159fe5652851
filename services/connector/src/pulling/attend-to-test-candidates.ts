import { WebhookState } from '@secondlook/contracts';
import { pause } from '@secondlook/kit';

import { decideStep, foldFound, foldNotFound, foldRefusal, foldRemovalRefusal, foldRemoved, foldSending, foldUnanswered, type TestCandidate } from '../domain/test-candidate';
import { canExport } from '../store/connections';
import { type TestCandidateDocument } from '../store/test-candidates';
import { type Pulling } from './pulling';
import { type Wakeups } from './wakeups';

const TICK_MS = 1_000;
const RETRY_AFTER_MS = 10_000;
/** A call that the ATS refuses for its rate (429) had no effect, so it may be repeated. */
const SEND_ATTEMPTS = 3;

/** Sends and removes test candidates, for as long as the lease is held. One thing at a time. */
export async function attendToTestCandidates(pulling: Pulling, wakeups: Wakeups): Promise<void> {
  const { connectionId, testCandidates, signal, log } = pulling;
  while (!signal.aborted) {
    wakeups.consume('exporting', connectionId);
    try {
      const open = canExport(pulling.connection()) ? await testCandidates.listOf(connectionId) : [];
      for (const candidate of open) {
        await attend(candidate, pulling);
      }
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ err: error }, 'attending to a test candidate failed; it is tried again');
    }
    await pause(TICK_MS, AbortSignal.any([signal, wakeups.signal('exporting', connectionId)]));
  }
}

type Fold = (change: (stored: TestCandidate) => TestCandidate) => Promise<TestCandidate | undefined>;

async function attend(candidate: TestCandidateDocument, pulling: Pulling): Promise<void> {
  const { testCandidates, connectionId, signal, log } = pulling;
  const { jobId, mark } = candidate;
  // Meanwhile it may be another one's turn.
  const fold: Fold = (change) => testCandidates.fold(connectionId, jobId, (stored) => (stored.mark === mark ? change(stored) : stored));
  const step = decideStep(candidate, new Date());
  try {
    switch (step) {
      case 'send':
        await send(candidate, pulling, fold);
        break;
      case 'look': {
        const [lookedTime, externalId] = [new Date(), await pulling.source.exporting.find(mark, pulling.callAs('list'))];
        await fold((stored) => (externalId === undefined ? foldNotFound(stored, lookedTime) : foldFound(stored, externalId)));
        break;
      }
      case 'remove':
        await remove(candidate, pulling, fold);
        break;
      case 'rest':
        break;
    }
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, step }, 'attending to a test candidate failed; it is tried again');
    await fold((stored) => ({ ...stored, waitUntil: new Date(Date.now() + RETRY_AFTER_MS) }));
  }
}

/** Remembered before the call, and not sent when a person changed their mind meanwhile. */
async function send({ mark, jobExternalId, jobId }: TestCandidateDocument, { source, callAs, log }: Pulling, fold: Fold): Promise<void> {
  const sentTime = new Date();
  const stored = await fold((before) => (decideStep(before, sentTime) === 'send' ? foldSending(before, sentTime) : before));
  if (stored?.mark !== mark || stored.unansweredSince?.getTime() !== sentTime.getTime()) {
    return;
  }
  const outcome = await source.exporting.send(jobExternalId, mark, callAs('webhook', SEND_ATTEMPTS));
  log.info({ jobId, outcome: outcome === 'unknown' ? outcome : Object.keys(outcome)[0] }, 'a test candidate was sent');
  const endedTime = new Date();
  await fold((before) => {
    if (outcome === 'unknown') {
      return foldUnanswered(before, endedTime);
    }
    return 'refusal' in outcome ? foldRefusal(before, outcome.refusal) : foldFound(before, outcome.externalId);
  });
}

/**
 * A removal at the ATS is final, so only who bears the mark still is removed: whoever has another address by now may be a person. The
 * list is asked first, which costs no read of a candidate that the mirror has read already.
 */
async function remove({ mark, externalId, jobId }: TestCandidateDocument, { source, callAs, connection, dueReads, connectionId, log }: Pulling, fold: Fold): Promise<void> {
  const listed = await source.exporting.find(mark, callAs('list'));
  const found = listed ?? externalId;
  if (found === undefined) {
    await fold(foldRemoved);
    return;
  }
  const standing = listed === undefined ? await source.exporting.look(found, mark, callAs('webhook')) : 'marked';
  if (standing === 'not_marked') {
    await fold((stored) => foldRemovalRefusal(stored, 'Somebody changed the e-mail address of the test candidate, so that it cannot be told from a person. Remove it in the ATS.'));
    return;
  }
  const refusal = standing === 'gone' ? undefined : await source.exporting.remove(found, callAs('webhook'));
  if (refusal === undefined && connection().webhooks.state !== WebhookState.ACTIVE) {
    // Nobody tells of it: the mirror asks.
    await dueReads.request(connectionId, [{ kind: 'candidate', externalId: found, urgent: true }]);
  }
  await fold((stored) => (refusal === undefined ? foldRemoved(stored) : foldRemovalRefusal(stored, refusal)));
  log.info({ jobId, removed: refusal === undefined }, 'a test candidate was to be removed');
}
