import { pause, type Running } from '@secondlook/kit';

import { type Leases } from '../store/leases';
import { pullConnection } from './pull-connection';
import { type PullingParts } from './pulling';
import { type Wakeups } from './wakeups';

const BEAT_MS = 1_000;
/** Without a beat for this long the lease counts as lost: a contender takes over after 5 s. */
const BEAT_PATIENCE_MS = 4_000;

interface Worker {
  readonly epoch: number;
  readonly lost: AbortController;
  readonly ended: Promise<void>;
  beatenAtMs: number;
}

/** Claims leases, and reads the connections it holds. */
export function startPulling(parts: PullingParts, leases: Leases, wakeups: Wakeups, { lifecycle, log }: Running<unknown>): void {
  const workers = new Map<string, Worker>();

  function begin(connectionId: string, epoch: number): void {
    const lost = new AbortController();
    parts.metrics.leaseHeld(1);
    const ended = run(connectionId, epoch, lost.signal).finally(() => {
      parts.metrics.leaseHeld(-1);
      workers.delete(connectionId);
    });
    workers.set(connectionId, { epoch, lost, ended, beatenAtMs: performance.now() });
  }

  async function run(connectionId: string, epoch: number, signal: AbortSignal): Promise<void> {
    try {
      const connection = await parts.connections.find(connectionId);
      if (connection !== undefined) {
        await pullConnection(connection, epoch, parts, wakeups, signal);
      }
      if ((await parts.connections.find(connectionId)) === undefined) {
        await leases.forget(connectionId);
      }
    } catch (error) {
      log.warn({ err: error, connectionId }, 'reading a connection failed; it is tried again');
      await pause(BEAT_MS, signal);
    }
  }

  async function beat(connectionId: string, worker: Worker): Promise<void> {
    try {
      if (await leases.beat(connectionId, worker.epoch)) {
        worker.beatenAtMs = performance.now();
      } else {
        worker.lost.abort(new Error('the lease was lost'));
      }
    } catch (error) {
      log.warn({ err: error, connectionId }, 'a lease could not be renewed');
    }
    if (performance.now() - worker.beatenAtMs > BEAT_PATIENCE_MS) {
      worker.lost.abort(new Error('the lease could not be renewed'));
    }
  }

  async function claimFree(): Promise<void> {
    for (const { _id } of await parts.connections.listAll()) {
      if (!workers.has(_id)) {
        const epoch = await leases.claim(_id);
        if (epoch !== undefined) {
          begin(_id, epoch);
        }
      }
    }
  }

  lifecycle.run('pulling', async (stopping) => {
    while (!stopping.aborted) {
      await Promise.all([...workers].map(([connectionId, worker]) => beat(connectionId, worker)));
      await claimFree().catch((error: unknown) => log.warn({ err: error }, 'claiming leases failed; it is tried again'));
      await pause(BEAT_MS, AbortSignal.any([stopping, wakeups.signal('claiming', '')]));
      wakeups.consume('claiming', '');
    }
    const held = [...workers];
    held.forEach(([, { lost }]) => lost.abort(new Error('the process is stopping')));
    await Promise.all(held.map(([, { ended }]) => ended));
    await Promise.all(held.map(([connectionId, { epoch }]) => leases.release(connectionId, epoch)));
  });
}
