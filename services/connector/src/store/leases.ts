import { ignoreDuplicateKey } from '@secondlook/kit';
import { type Db } from 'mongodb';

/**
 * The right of one worker to read a connection. The holder raises `beat`; a contender takes over, with a higher epoch, once the
 * beat has not changed for 5 s on the contender's own monotonic clock: wall clocks are never compared. The epoch orders the
 * reads of successive holders.
 */
interface LeaseDocument {
  readonly _id: string;
  readonly holder: string;
  readonly epoch: number;
  readonly beat: number;
}

const TAKE_OVER_AFTER_MS = 5_000;

export type Leases = ReturnType<typeof createLeases>;

export function createLeases(database: Db, instanceId: string, monotonicMs: () => number) {
  const leases = database.collection<LeaseDocument>('leases');
  /** What was seen of other holders' beats, and since when it is unchanged. */
  const seen = new Map<string, { epoch: number; beat: number; sinceMs: number }>();

  function isStale({ _id, epoch, beat }: LeaseDocument): boolean {
    const before = seen.get(_id);
    if (before?.epoch !== epoch || before.beat !== beat) {
      seen.set(_id, { epoch, beat, sinceMs: monotonicMs() });
      return false;
    }
    return monotonicMs() - before.sinceMs >= TAKE_OVER_AFTER_MS;
  }

  async function claimNew(connectionId: string): Promise<number | undefined> {
    return leases.insertOne({ _id: connectionId, holder: instanceId, epoch: 1, beat: 0 }).then(() => 1, ignoreDuplicateKey);
  }

  return {
    /** The epoch of the lease when it is ours now; undefined while somebody else holds it. A restarted holder has it back at once. */
    async claim(connectionId: string): Promise<number | undefined> {
      const lease = await leases.findOne({ _id: connectionId });
      if (lease === null) {
        return claimNew(connectionId);
      }
      if (lease.holder !== instanceId && lease.holder !== '' && !isStale(lease)) {
        return undefined;
      }
      const epoch = lease.epoch + 1;
      const { matchedCount } = await leases.updateOne({ _id: connectionId, epoch: lease.epoch }, { $set: { holder: instanceId, epoch, beat: 0 } });
      return matchedCount === 1 ? epoch : undefined;
    },

    /** False when the lease was lost. */
    async beat(connectionId: string, epoch: number): Promise<boolean> {
      const { matchedCount } = await leases.updateOne({ _id: connectionId, epoch }, { $inc: { beat: 1 } });
      return matchedCount === 1;
    },

    /** Lets others claim at once. */
    async release(connectionId: string, epoch: number): Promise<void> {
      await leases.updateOne({ _id: connectionId, epoch }, { $set: { holder: '' } });
    },

    async forget(connectionId: string): Promise<void> {
      await leases.deleteOne({ _id: connectionId });
    },
  };
}
