import { type DeliveryInfo, type JsMsg } from 'nats';

import { type Doorbell } from './doorbell';

/** A delivery, as far as holding and answering it needs it. */
export type HeldMessage = Pick<JsMsg, 'ack' | 'nak' | 'term' | 'working'> & { readonly info: Pick<DeliveryInfo, 'deliveryCount'> };

/** One entity's doorbells that were delivered and not yet answered: the newest counts, all are answered together. */
export interface HeldEntity {
  doorbell: Doorbell;
  readonly messages: HeldMessage[];
}

/** The highest delivery count among an entity's messages. */
export function deliveriesOf(held: HeldEntity): number {
  return Math.max(...held.messages.map(({ info }) => info.deliveryCount));
}

export type HeldMessages = ReturnType<typeof createHeldMessages>;

/**
 * The messages in hand of one consumer, by tenant and entity. While held they are kept from redelivery with `working`. A tenant
 * with many waiting messages holds its own up, not other tenants'.
 */
export function createHeldMessages() {
  const byTenant = new Map<string, Map<string, HeldEntity>>();
  const all = new Set<HeldMessage>();

  return {
    size: () => all.size,

    /** Adds a delivery to its entity's. */
    add(tenantId: string, doorbell: Doorbell, message: HeldMessage): void {
      const waiting = byTenant.get(tenantId) ?? new Map<string, HeldEntity>();
      byTenant.set(tenantId, waiting);
      const held = waiting.get(doorbell.id);
      if (held === undefined) {
        waiting.set(doorbell.id, { doorbell, messages: [message] });
      } else {
        held.messages.push(message);
        if (doorbell.version >= held.doorbell.version) {
          held.doorbell = doorbell;
        }
      }
      all.add(message);
    },

    /** Takes up to `limit` waiting entities of a tenant, oldest first. They stay held until released. */
    take(tenantId: string, limit: number): HeldEntity[] {
      const waiting = byTenant.get(tenantId);
      const taken = [...(waiting?.values() ?? [])].slice(0, limit);
      for (const { doorbell } of taken) {
        waiting?.delete(doorbell.id);
      }
      return taken;
    },

    /** They were answered: acknowledged, given back or terminated. */
    release(held: HeldEntity): void {
      for (const message of held.messages) {
        all.delete(message);
      }
    },

    /** Keeps everything held from being delivered to somebody else. */
    keepAlive(): void {
      for (const message of all) {
        message.working();
      }
    },

    /** Gives everything that waits back, for another replica to take at once. */
    giveBack(): void {
      for (const message of all) {
        message.nak();
      }
      all.clear();
      byTenant.clear();
    },
  };
}
