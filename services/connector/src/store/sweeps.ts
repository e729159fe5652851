import { type Db } from 'mongodb';

import { type SweepRound } from '../domain/sweep';

/** How far the detail sweep of a connection is. */
export interface Sweep {
  /** Absent before the first round. */
  readonly round?: SweepRound & {
    /** Where the next candidates are; absent at the first. */
    readonly nextPage?: string;
  };
  /** Candidates that all rounds asked for. */
  readonly sweptEver: number;
  readonly lastRoundEnded?: Date;
}

export type Sweeps = ReturnType<typeof createSweeps>;

export function createSweeps(database: Db) {
  const sweeps = database.collection<Sweep & { _id: string }>('sweeps');
  return {
    async find(connectionId: string): Promise<Sweep> {
      return (await sweeps.findOne({ _id: connectionId })) ?? { sweptEver: 0 };
    },
    /** Written by the lease holder alone, once what it asked for is stored. */
    async put(connectionId: string, { round, sweptEver, lastRoundEnded }: Sweep): Promise<void> {
      await sweeps.replaceOne({ _id: connectionId }, { sweptEver, ...(round === undefined ? {} : { round }), ...(lastRoundEnded === undefined ? {} : { lastRoundEnded }) }, { upsert: true });
    },
    async forget(connectionId: string): Promise<void> {
      await sweeps.deleteOne({ _id: connectionId });
    },
  };
}
