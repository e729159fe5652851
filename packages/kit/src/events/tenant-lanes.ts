import { pause } from '../wait';
import { type HeldEntity, type HeldMessages } from './held-messages';

export interface LaneSettings {
  readonly maxBatch: number;
  readonly lingerMs: number;
}

/** A batch of at least this share of the largest means that much is going on. */
const BUSY_SHARE = 8;

export type TenantLanes = ReturnType<typeof createTenantLanes>;

/** One lane per tenant: its entities are processed batch by batch, other tenants' beside it. */
export function createTenantLanes(
  held: Pick<HeldMessages, 'take'>,
  process: (tenantId: string, batch: readonly HeldEntity[]) => Promise<void>,
  { maxBatch, lingerMs }: LaneSettings,
  stopping: AbortSignal,
) {
  const lanes = new Map<string, Promise<void>>();

  async function drain(tenantId: string): Promise<void> {
    try {
      for (let batch = held.take(tenantId, maxBatch); batch.length > 0; batch = stopping.aborted ? [] : held.take(tenantId, maxBatch)) {
        await process(tenantId, batch);
        if (batch.length >= maxBatch / BUSY_SHARE) {
          await pause(lingerMs, stopping);
        }
      }
    } finally {
      // In one step with the look that found nothing: what arrives a moment later begins a new lane.
      lanes.delete(tenantId);
    }
  }

  return {
    /** There is something to process: begins the tenant's lane unless it runs. */
    ensure(tenantId: string): void {
      if (!lanes.has(tenantId)) {
        // Begun a moment later: what arrives together is one batch.
        lanes.set(tenantId, Promise.resolve().then(() => drain(tenantId)));
      }
    },

    /** Resolves when every lane has ended. */
    async ended(): Promise<void> {
      await Promise.all(lanes.values());
    },
  };
}
