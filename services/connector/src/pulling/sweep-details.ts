import { MirroredKind, type MirroredEntity } from '@secondlook/contracts';

import { countOverdue, isNextRoundDue } from '../domain/sweep';
import { keyOf, type ReadRequest } from '../store/due-reads';
import { type Sweep } from '../store/sweeps';
import { type DueQueue } from './due-queue';
import { type Pulling } from './pulling';

interface SweepParts extends Pick<Pulling, 'connectionId' | 'tenantId' | 'dueReads' | 'sweeps' | 'checkpoints' | 'signal' | 'log'> {
  readonly ingestion: Pick<Pulling['ingestion'], 'countCandidates' | 'listMirrored'>;
  readonly settings: Pick<Pulling['settings'], 'detailSweepEveryMs'>;
}

/** Few at once: readers are for webhooks and passes first, as calls are. */
const AT_ONCE = 4;

/**
 * Makes every candidate due once per period, whatever lists and webhooks say: what no list shows, as secondary statuses, attachments and
 * the decisions of a consent, is read again in time. Those asked for are stored before the round moves on: after a crash it goes on there.
 */
export function createDetailSweep(pulling: SweepParts, queue: Pick<DueQueue, 'add' | 'has'>) {
  const { connectionId, tenantId, ingestion, dueReads, sweeps, checkpoints, settings, signal, log } = pulling;
  const asked = new Set<string>();
  let sweep: Sweep | undefined;

  async function beginRound(before: Sweep, startedTime: Date): Promise<Sweep> {
    const { mirrored: total } = await ingestion.countCandidates({ connectionId }, { tenantId, signal });
    log.info({ candidates: total }, 'a round of the detail sweep begins');
    return { ...before, round: { startedTime, total, swept: 0, ended: false } };
  }

  /** The next candidates, by whom the mirror holds: also those that no list names. */
  async function askForNext(before: Sweep, round: NonNullable<Sweep['round']>, wanted: number, now: Date): Promise<Sweep> {
    const { nextPage, ...kept } = round;
    const { entities, nextPageToken } = await ingestion.listMirrored({ connectionId, kind: MirroredKind.EVERY_CANDIDATE, pageSize: wanted, pageToken: nextPage ?? '' }, { tenantId, signal });
    const requests = entities.map(toRequest);
    await dueReads.request(connectionId, requests);
    const keys = requests.map(keyOf);
    keys.forEach((key) => asked.add(key));
    queue.add(keys, 'idle');
    const ended = nextPageToken === '';
    return {
      ...before,
      sweptEver: before.sweptEver + requests.length,
      round: { ...kept, swept: round.swept + requests.length, ended, ...(ended ? {} : { nextPage: nextPageToken }) },
      ...(ended ? { lastRoundEnded: now } : {}),
    };
  }

  return {
    /** Asks for whoever is overdue. */
    async step(): Promise<void> {
      const now = new Date();
      sweep ??= await sweeps.find(connectionId);
      if (isNextRoundDue(sweep.round, settings.detailSweepEveryMs, now)) {
        // Nothing is swept before all of it was read once.
        if (sweep.round === undefined && (await checkpoints.find(connectionId)).lastFullStarted === undefined) {
          return;
        }
        sweep = await beginRound(sweep, now);
        await sweeps.put(connectionId, sweep);
      }
      asked.forEach((key) => queue.has(key) || asked.delete(key));
      const { round } = sweep;
      const wanted = round === undefined ? 0 : Math.min(AT_ONCE - asked.size, countOverdue(round, settings.detailSweepEveryMs, now));
      if (round !== undefined && wanted > 0) {
        sweep = await askForNext(sweep, round, wanted, now);
        await sweeps.put(connectionId, sweep);
      }
    },
  };
}

/** Whoever is out of view stays so while the ATS refuses them: that is asked here, as no list names them. */
function toRequest({ externalId, consentJson, outOfView }: MirroredEntity): ReadRequest {
  const json = Buffer.from(consentJson).toString();
  return { kind: 'candidate', externalId, urgent: false, sweep: true, ...(json === '' ? {} : { consent: { json, changed: false } }), ...(outOfView ? { suspected: true } : {}) };
}
