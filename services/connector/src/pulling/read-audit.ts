import { WebhookState } from '@secondlook/contracts';

import { addPage, type FeedProgress } from '../domain/feed';
import { AtsUnavailableError, UnexpectedAnswerError } from '../sources/errors';
import { type AuditEvent } from '../sources/source';
import { type EntityKind, type ReadRequest } from '../store/due-reads';
import { findStale } from './find-stale';
import { type Pulling } from './pulling';
import { ingest } from './read-due';
import { toDeletion } from './to-deletion';

export interface AuditReading {
  readonly progress: FeedProgress;
  /** Whoever changed and is not mirrored as of then. */
  readonly due: readonly ReadRequest[];
}

/**
 * Reads one page of the audit feed. Who is gone is buried at once: the ATS's own word needs no other proof, and costs no further call.
 * A feed that cannot be read never stops a pass: the next one begins where this one did.
 */
export async function readAuditPage(progress: FeedProgress, pulling: Pulling): Promise<AuditReading> {
  const { source, callAs, signal, log } = pulling;
  const known = new Set(progress.seen.map(({ id }) => id));
  const end = (outcome: 'not_permitted' | 'failed', error: string) => ({ progress: { ...progress, ended: { outcome, time: new Date(), error } }, due: [] });
  try {
    const page = await source.audit.listPage(
      { cursor: progress.nextPage, since: progress.since, withChanges: !toldSince(progress.since, pulling), isSeen: (id) => known.has(id) },
      callAs('list'),
    );
    if (page === 'not_permitted') {
      log.info('the credential may not read the audit feed; it is asked again in a day');
      return end('not_permitted', '');
    }
    const fresh = page.events.filter(({ id }) => !known.has(id));
    await bury(fresh, pulling);
    return { progress: addPage(progress, page, new Date()), due: await findChanged(fresh, pulling) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AtsUnavailableError || error instanceof UnexpectedAnswerError) {
      log.warn({ err: error }, 'the audit feed could not be read; the next pass tries again');
      return end('failed', error.message);
    }
    throw error;
  }
}

/** Webhooks told of every change since then. */
function toldSince(since: Date, { connection }: Pulling): boolean {
  const { state, activeTime } = connection().webhooks;
  return state === WebhookState.ACTIVE && activeTime !== undefined && activeTime <= since;
}

async function bury(events: readonly AuditEvent[], pulling: Pulling): Promise<void> {
  const { connectionId, source, log } = pulling;
  const gone = events.flatMap(({ requests }) => requests.filter((request) => request.action === 'delete'));
  await ingest(gone.map((one) => toDeletion({ connectionId, source: source.name }, one, 'audit')), pulling);
  if (gone.length > 0) {
    log.info({ gone: gone.length }, 'the audit feed told of deletions');
  }
}

async function findChanged(events: readonly AuditEvent[], pulling: Pulling): Promise<ReadRequest[]> {
  const changes = events
    .flatMap(({ time, requests }) => requests.flatMap((request) => (request.action === 'read' ? [{ ...request, time }] : [])))
    .sort((a, b) => a.time.getTime() - b.time.getTime());
  const find = (kind: EntityKind) => {
    const latest = new Map(changes.filter((change) => change.kind === kind).map(({ externalId, time }) => [externalId, time]));
    return findStale({ kind, entities: [...latest].map(([externalId, updatedTime]) => ({ externalId, updatedTime })) }, pulling);
  };
  return [...(await find('candidate')), ...(await find('job'))];
}
