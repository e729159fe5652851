import { backoffMs, pause, whileAway } from '@secondlook/kit';

import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../sources/errors';
import { priorityOf, type DueRead } from '../store/due-reads';
import { type DueQueue } from './due-queue';
import { findStale } from './find-stale';
import { type Pulling } from './pulling';
import { quarantineUnreadable, readDue, settleAbsent, type Absence } from './read-due';

/** Enough to keep all of the ATS's slots busy while some readers wait for ingestion. */
const READERS = 16;
/** What cannot be read or understood this often is set aside. */
const ATTEMPTS = 6;

/** What became of a due read. `not_wanted`: it is outside the import scope, and was not mirrored. `suspected`: a full pass asks again. `not_due`: another one answered it. */
export type ReadResult = 'kept' | 'not_wanted' | 'gone' | 'hidden' | 'suspected' | 'set_aside' | 'not_due';

export interface ReadingParts {
  readonly queue: DueQueue;
  /** Aborts when no more is to be read: what is in hand is finished. */
  readonly stopping: AbortSignal;
  /** An entity was there, and is mirrored. */
  readonly onSeen: (due: DueRead) => Promise<void>;
  /** The open pass waits for it. */
  readonly isAwaited: (key: string) => boolean;
  /** A due read is no longer due, or was read since the open pass waits for it. */
  readonly onRead: (key: string, result: ReadResult) => void;
  /** The ATS refuses the credential. */
  readonly onRefused: () => void;
}

/** Reads what is due, for as long as the lease is held. Resolves once nothing is in hand any more. */
export async function readEntities(pulling: Pulling, parts: ReadingParts): Promise<void> {
  const memory: Memory = { attempts: new Map(), lately: new Map(), absent: [] };
  const endings = createEndings(pulling, parts, memory);
  const readers = Array.from({ length: READERS }, () => readOneByOne(pulling, parts, memory, endings));
  await Promise.all([...readers, settleTogether(pulling, parts, memory, endings)]);
}

type Answered = Pick<DueRead, 'deliveryIds'>;

/** A due read in hand, and the key it has in the queue. */
interface InHand {
  readonly due: DueRead;
  readonly key: string;
  /** The open pass waited for it when the read began: content with this one, however often it is asked for meanwhile. */
  readonly awaited: boolean;
}

interface Memory {
  readonly attempts: Map<string, number>;
  /** What was read last: a list that was looked at just before may still ask for it. */
  readonly lately: Map<string, Answered>;
  /** What the ATS denied or refused and nobody waits for: in flight, as far as the queue knows. */
  readonly absent: (InHand & { readonly absence: Absence; readonly sinceMs: number })[];
}

const REMEMBERED = 500;

async function readOneByOne(pulling: Pulling, { queue, stopping, isAwaited, onSeen, onRead }: ReadingParts, { lately, absent }: Memory, { complete, fail }: Endings): Promise<void> {
  const { dueReads, connectionId, signal } = pulling;
  for (;;) {
    await untilUsable(pulling, stopping);
    const key = await queue.take();
    if (key === undefined) {
      return;
    }
    const awaited = isAwaited(key);
    const due = await whileAway(() => dueReads.find(connectionId, key), signal);
    const readLately = lately.get(key);
    if (due === undefined || (readLately !== undefined && (await isAnsweredToo(readLately, key, pulling).catch(() => false)))) {
      queue.done(key);
      onRead(key, 'not_due');
      continue;
    }
    const inHand: InHand = { due, key, awaited };
    try {
      const read = await readDue(due, pulling);
      if (read === 'kept') {
        // It is mirrored: not read again because our store is away.
        await whileAway(() => onSeen(due), signal);
        await complete(inHand, 'kept');
      } else if (read === 'not_wanted') {
        await complete(inHand, 'not_wanted');
      } else if (due.sweep === true && read.answer === 'denied') {
        // Only what a full pass suspects is buried unasked for: its limit is the only one.
        await whileAway(() => pulling.sightings.suspect(connectionId, read.kind, read.externalId), signal);
        await complete(inHand, 'suspected');
      } else if (due.urgent) {
        await settleAbsent([read], pulling);
        await complete(inHand, RESULTS[read.answer]);
      } else {
        absent.push({ ...inHand, absence: read, sinceMs: Date.now() });
      }
    } catch (error) {
      await fail(inHand, error);
    }
  }
}

const RESULTS: Readonly<Record<Absence['answer'], ReadResult>> = { denied: 'gone', refused: 'hidden' };

/** How often it is looked whether the absent may be settled, and how many are settled at once. */
const LOOK_EVERY_MS = 200;
const MOST_AT_ONCE = 400;
/** How long they wait for others, in rate windows: however many are absent, few of the calls that the ATS allows go into proofs. */
const WAIT_WINDOWS = 30;

/** What is absent waits for others that may be, so that one proof is made for many: once nothing else is being read, or after a while. */
async function settleTogether(pulling: Pulling, { queue, stopping }: ReadingParts, { absent }: Memory, { complete, fail }: Endings): Promise<void> {
  const waitMs = WAIT_WINDOWS * pulling.settings.rateWindowMs;
  for (;;) {
    await pause(LOOK_EVERY_MS, stopping);
    if (stopping.aborted) {
      return;
    }
    const [first] = absent;
    if (first === undefined || (queue.size() > absent.length && absent.length < MOST_AT_ONCE && Date.now() - first.sinceMs < waitMs)) {
      continue;
    }
    const batch = absent.splice(0, MOST_AT_ONCE);
    try {
      await settleAbsent(batch.map(({ absence }) => absence), pulling);
      for (const one of batch) {
        await complete(one, RESULTS[one.absence.answer]);
      }
    } catch (error) {
      for (const one of batch) {
        await fail(one, error);
      }
    }
  }
}

type Endings = ReturnType<typeof createEndings>;

/** How a due read ends. */
function createEndings(pulling: Pulling, { queue, onRead, onRefused }: ReadingParts, { attempts, lately }: Memory) {
  const { signal, dueReads, sightings, connectionId, log, metrics } = pulling;

  async function complete(inHand: InHand, result: ReadResult): Promise<void> {
    metrics.entityRead(inHand.due.kind, result);
    attempts.delete(inHand.key);
    await whileAway(() => close(inHand, result), signal);
  }

  /** The deliveries are closed first: a crash before the due read goes only reads it again. */
  async function close({ due, key, awaited }: InHand, result: ReadResult): Promise<void> {
    await Promise.all(due.deliveryIds.map((deliveryId) => pulling.gateway.closeDelivery({ deliveryId }, { tenantId: pulling.tenantId, signal })));
    if (due.suspected === true && due.sweep !== true && due.kind !== 'consent') {
      await sightings.settle(connectionId, due.kind, due.externalId);
    }
    lately.delete(key);
    lately.set(key, due);
    const [oldest] = lately.keys();
    if (lately.size > REMEMBERED && oldest !== undefined) {
      lately.delete(oldest);
    }
    const completed = (await dueReads.complete(connectionId, due)) || (await isAnsweredToo(due, key, pulling));
    queue.done(key);
    if (completed || awaited) {
      onRead(key, result);
    }
    if (!completed) {
      queue.add([key], priorityOf(due));
    }
  }

  /** Read again later, or set aside when it cannot be read however often. Rejects only when the signal aborts, or by a defect. */
  async function fail(inHand: InHand, error: unknown): Promise<void> {
    const { due, key } = inHand;
    signal.throwIfAborted();
    const count = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, count);
    queue.done(key);
    log.warn({ err: error, kind: due.kind, attempts: count }, 'an entity could not be read');
    if (error instanceof AtsRefusedError && error.status === 401) {
      onRefused();
    }
    if (isItsOwnFault(error) && count >= ATTEMPTS) {
      await quarantineUnreadable(due, error.message, pulling);
      if (error instanceof AtsRefusedError && due.kind === 'candidate') {
        // Nor is anybody hidden by another.
        await sightings.suspect(connectionId, due.kind, due.externalId);
      }
      await complete(inHand, 'set_aside');
    } else {
      queue.addLater(key, error instanceof AtsUnavailableError ? 1_000 : backoffMs(count, 500, 30_000, Math.random()));
    }
  }

  return { complete, fail };
}

/**
 * What was asked for again while it was read: a delivery wants another read, a list only if it knew of a later change than was read.
 * True when nothing is due any more.
 */
async function isAnsweredToo(due: Answered, key: string, pulling: Pulling): Promise<boolean> {
  const { dueReads, connectionId } = pulling;
  const again = await dueReads.find(connectionId, key);
  if (again === undefined) {
    return true;
  }
  const { kind, externalId, listedTime: updatedTime, deliveryIds, consent } = again;
  if (kind === 'consent' || updatedTime === undefined || deliveryIds.some((id) => !due.deliveryIds.includes(id))) {
    return false;
  }
  const listed = consent?.read === undefined ? {} : { consent: { json: consent.json, read: consent.read } };
  const stale = await findStale({ kind, entities: [{ externalId, updatedTime, ...listed }] }, pulling);
  return stale.length === 0 && (await dueReads.complete(connectionId, again));
}

/** A credential that does not work is not tried on entity after entity: the next verification tells. */
async function untilUsable({ isUsable }: Pulling, stopping: AbortSignal): Promise<void> {
  while (!isUsable() && !stopping.aborted) {
    await pause(500, stopping);
  }
}

/** Refused or not understood: not the ATS's bad moment, nor ours. */
function isItsOwnFault(error: unknown): error is AtsRefusedError | UnexpectedAnswerError {
  return error instanceof AtsRefusedError || error instanceof UnexpectedAnswerError;
}
