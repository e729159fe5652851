import { type Db } from 'mongodb';

import { type LimitUsage } from '../domain/limiter';

/** What was seen of a connection, for people to look at: nothing depends on it, and a crash may lose a moment of it. */
export interface Observation {
  readonly quota?: QuotaObservation;
  /** When a webhook last came. */
  readonly lastDeliveryTime?: Date;
}

export interface QuotaObservation extends LimitUsage {
  readonly calls: number;
  readonly refused: number;
  readonly lastRefusedTime: Date | undefined;
  readonly sinceTime: Date;
  readonly notedTime: Date;
}

/** A delivery within so long after one that was noted says nothing new. */
const DELIVERIES_EVERY_MS = 5_000;

export type Observations = ReturnType<typeof createObservations>;

export function createObservations(database: Db) {
  const observations = database.collection<Observation & { _id: string }>('observations');
  const noted = new Map<string, number>();

  return {
    async find(connectionId: string): Promise<Observation> {
      return (await observations.findOne({ _id: connectionId })) ?? {};
    },

    /** Written by the lease holder alone. */
    async putQuota(connectionId: string, quota: QuotaObservation): Promise<void> {
      await observations.updateOne({ _id: connectionId }, { $set: { quota } }, { upsert: true });
    },

    async noteDelivery(connectionId: string, receivedTime: Date): Promise<void> {
      if (receivedTime.getTime() - (noted.get(connectionId) ?? 0) < DELIVERIES_EVERY_MS) {
        return;
      }
      noted.set(connectionId, receivedTime.getTime());
      await observations.updateOne({ _id: connectionId }, { $max: { lastDeliveryTime: receivedTime } }, { upsert: true });
    },

    async forget(connectionId: string): Promise<void> {
      noted.delete(connectionId);
      await observations.deleteOne({ _id: connectionId });
    },
  };
}
