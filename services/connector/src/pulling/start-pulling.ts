import { pause, type Running } from '@secondlook/kit';

import { type Leases } from '../store/leases';
import { createLease, type Lease } from './lease';
import { pullConnection } from './pull-connection';
import { type PullingParts } from './pulling';
import { type Wakeups } from './wakeups';

const BEAT_MS = 1_000;

interface Worker {
  readonly lease: Lease;
  readonly ended: Promise<void>;
}

/** Claims leases, and reads the connections it holds. */
export function startPulling(parts: PullingParts, leases: Leases, wakeups: Wakeups, { lifecycle, log }: Running<unknown>): void {
  const workers = new Map<string, Worker>();

  function begin(connectionId: string, epoch: number, sinceMs: number): void {
    const lease = createLease(epoch, sinceMs);
    parts.metrics.leaseHeld(1);
    const ended = run(connectionId, lease).finally(() => {
      parts.metrics.leaseHeld(-1);
      if (lease.signal.aborted) {
        log.info({ connectionId, reason: String(lease.signal.reason) }, 'a lease ended');
      }
      lease.end();
      workers.delete(connectionId);
    });
    workers.set(connectionId, { lease, ended });
  }

  async function run(connectionId: string, lease: Lease): Promise<void> {
    try {
      const connection = await parts.connections.find(connectionId);
      if (connection !== undefined) {
        await pullConnection(connection, lease, parts, wakeups);
      }
      if ((await parts.connections.find(connectionId)) === undefined) {
        await leases.forget(connectionId);
      }
    } catch (error) {
      log.warn({ err: error, connectionId }, 'reading a connection failed; it is tried again');
      await pause(BEAT_MS, lease.signal);
    }
  }

  async function beat(connectionId: string, { lease }: Worker): Promise<void> {
    // The others count from when they see the beat: that may be right now.
    const sentAtMs = performance.now();
    try {
      if (await leases.beat(connectionId, lease.epoch)) {
        lease.renew(sentAtMs);
      } else {
        lease.lose('the lease was lost');
      }
    } catch (error) {
      log.warn({ err: error, connectionId }, 'a lease could not be renewed');
    }
  }

  async function claimFree(): Promise<void> {
    for (const { _id } of await parts.connections.listAll()) {
      if (!workers.has(_id)) {
        const sentAtMs = performance.now();
        const epoch = await leases.claim(_id);
        if (epoch !== undefined) {
          begin(_id, epoch, sentAtMs);
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
    held.forEach(([, { lease }]) => lease.lose('the process is stopping'));
    await Promise.all(held.map(([, { ended }]) => ended));
    await Promise.all(held.map(([connectionId, { lease }]) => leases.release(connectionId, lease.epoch)));
  });
}
