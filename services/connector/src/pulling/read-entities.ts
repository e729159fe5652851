import { backoffMs, sleep, whileAway } from '@secondlook/kit';

import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../sources/errors';
import { type DueRead } from '../store/due-reads';
import { type DueQueue } from './due-queue';
import { type Pulling } from './pulling';
import { quarantineUnreadable, readDue } from './read-due';

/** Enough to keep all of the ATS's slots busy while some readers wait for ingestion. */
const READERS = 16;
/** What cannot be read or understood this often is set aside. */
const ATTEMPTS = 6;

/** What became of a due read. `not_due`: another one answered it. */
export type ReadResult = 'kept' | 'gone' | 'set_aside' | 'not_due';

export interface ReadingParts {
  readonly queue: DueQueue;
  /** A due read is no longer due. */
  readonly onRead: (key: string, result: ReadResult) => void;
  /** The ATS refuses the credential. */
  readonly onRefused: () => void;
}

/** Reads what is due, for as long as the lease is held. */
export async function readEntities(pulling: Pulling, parts: ReadingParts): Promise<void> {
  const memory = { attempts: new Map<string, number>(), lately: new Map<string, Deliveries>() };
  await Promise.all(Array.from({ length: READERS }, () => readOneByOne(pulling, parts, memory)));
}

type Deliveries = Pick<DueRead, 'deliveryIds'>;

interface Memory {
  readonly attempts: Map<string, number>;
  /** What was read last: a list that was looked at just before may still ask for it. */
  readonly lately: Map<string, Deliveries>;
}

const REMEMBERED = 500;

async function readOneByOne(pulling: Pulling, { queue, onRead, onRefused }: ReadingParts, { attempts, lately }: Memory): Promise<void> {
  const { signal, dueReads, connectionId, log, metrics } = pulling;
  while (!signal.aborted) {
    await untilUsable(pulling);
    const key = await queue.take();
    const due = await dueReads.find(connectionId, key);
    const readLately = lately.get(key);
    if (due === undefined || (readLately !== undefined && (await isAnsweredToo(readLately, key, pulling).catch(() => false)))) {
      queue.done(key);
      onRead(key, 'not_due');
      continue;
    }
    try {
      const result = await readDue(due, pulling);
      metrics.entityRead(due.kind, result);
      attempts.delete(key);
      await whileAway(() => complete(due, key, result), signal);
    } catch (error) {
      signal.throwIfAborted();
      const count = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, count);
      queue.done(key);
      log.warn({ err: error, kind: due.kind, attempts: count }, 'an entity could not be read');
      if (error instanceof AtsRefusedError && error.status === 401) {
        onRefused();
      }
      if (isItsOwnFault(error) && count >= ATTEMPTS) {
        await setAside(due, key, error);
      } else {
        queue.addLater(key, error instanceof AtsUnavailableError ? 1_000 : backoffMs(count, 500, 30_000, Math.random()));
      }
    }
  }

  /** The deliveries are closed first: a crash before the due read goes only reads it again. */
  async function complete(due: DueRead, key: string, result: ReadResult): Promise<void> {
    for (const deliveryId of due.deliveryIds) {
      await pulling.gateway.closeDelivery({ deliveryId }, { tenantId: pulling.tenantId, signal });
    }
    lately.delete(key);
    lately.set(key, due);
    const [oldest] = lately.keys();
    if (lately.size > REMEMBERED && oldest !== undefined) {
      lately.delete(oldest);
    }
    const completed = (await dueReads.complete(connectionId, due)) || (await isAnsweredToo(due, key, pulling));
    queue.done(key);
    if (completed) {
      onRead(key, result);
    } else {
      queue.add([key], due.urgent);
    }
  }

  async function setAside(due: DueRead, key: string, error: Error): Promise<void> {
    metrics.entityRead(due.kind, 'set_aside');
    await quarantineUnreadable(due, error.message, pulling);
    attempts.delete(key);
    await complete(due, key, 'set_aside');
  }
}

/**
 * What was asked for again while it was read: a delivery wants another read, a list only if it knew of a later change than was read.
 * True when nothing is due any more.
 */
async function isAnsweredToo(due: Deliveries, key: string, { dueReads, connectionId, ingestion, tenantId, signal }: Pulling): Promise<boolean> {
  const again = await dueReads.find(connectionId, key);
  if (again === undefined) {
    return true;
  }
  const { kind, externalId, listedTime: updatedTime, deliveryIds } = again;
  if (updatedTime === undefined || deliveryIds.some((id) => !due.deliveryIds.includes(id))) {
    return false;
  }
  const listed = [{ externalId, updatedTime }];
  const stale = await ingestion.findStale({ connectionId, ...(kind === 'candidate' ? { candidates: listed } : { jobs: listed }) }, { tenantId, signal });
  return stale.candidateExternalIds.length + stale.jobExternalIds.length === 0 && (await dueReads.complete(connectionId, again));
}

/** A credential that does not work is not tried on entity after entity: the next verification tells. */
async function untilUsable({ isUsable, signal }: Pulling): Promise<void> {
  while (!isUsable()) {
    await sleep(500, signal);
  }
}

/** Refused or not understood: not the ATS's bad moment, nor ours. */
function isItsOwnFault(error: unknown): error is AtsRefusedError | UnexpectedAnswerError {
  return error instanceof AtsRefusedError || error instanceof UnexpectedAnswerError;
}
