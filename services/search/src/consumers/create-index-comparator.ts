import { type EntityVersion, type EventDefinition } from '@secondlook/contracts';
import { compareAndRepair, pause, UnavailableError, type ComparatorDefinition, type Comparison } from '@secondlook/kit';

import { ALIASES_REMEMBERED_MS, type IndexFamily } from '../store/index-family';
import { projectionOf, type Family } from '../store/mapping';

interface Parts {
  readonly family: Family;
  readonly event: EventDefinition;
  readonly index: IndexFamily;
  readonly tenants: () => Promise<readonly string[]>;
  /** The owner's versions, in order of id. */
  readonly listOwner: (tenantId: string, signal: AbortSignal) => AsyncIterable<EntityVersion>;
  /** Indexes entities as they are now; returns those the owner does not know. */
  readonly reindex: (tenantId: string, entities: readonly { id: string }[], signal: AbortSignal) => Promise<string[]>;
}

/** Entities change while they are filled in: it takes some passes until one finds no difference. */
const MAX_PASSES = 50;

/**
 * Compares an index with its owner; and builds it: a missing index is created, filled and only then searched, an index of another
 * projection is built anew beside the old one. The comparison is the rebuild.
 */
export function createIndexComparator({ family, event, index, tenants, listOwner, reindex }: Parts): ComparatorDefinition {
  async function comparePass(tenantId: string, which: 'live' | 'filling', signal: AbortSignal): Promise<Comparison> {
    return compareAndRepair(listOwner(tenantId, signal), index.listVersions(tenantId, which), async (differences) => {
      const unknown = await reindex(tenantId, differences, signal);
      if (which === 'live') {
        await index.forget(tenantId, unknown);
      }
    });
  }

  /** Fills the new index until nothing differs, then lets it take over. */
  async function fillAndSwitch(tenantId: string, signal: AbortSignal): Promise<Comparison> {
    // By now every replica writes to it as well.
    await pause(2 * ALIASES_REMEMBERED_MS, signal);
    let differing = 0;
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      signal.throwIfAborted();
      const comparison = await comparePass(tenantId, 'filling', signal);
      differing += comparison.differing;
      if (comparison.differing === 0) {
        await index.switchToFilled(tenantId);
        return { compared: comparison.compared, differing };
      }
    }
    throw new UnavailableError(`The index of ${family} still differs after ${MAX_PASSES} passes.`);
  }

  async function isOwnerEmpty(tenantId: string, signal: AbortSignal): Promise<boolean> {
    for await (const _version of listOwner(tenantId, signal)) {
      return false;
    }
    return true;
  }

  async function rebuild(tenantId: string, signal: AbortSignal): Promise<Comparison> {
    await index.beginFilling(tenantId);
    return fillAndSwitch(tenantId, signal);
  }

  return {
    name: family,
    event,
    tenants,
    rebuild,
    async compare(tenantId, signal) {
      const state = await index.ensure(tenantId, () => isOwnerEmpty(tenantId, signal));
      if (state === 'filling') {
        return fillAndSwitch(tenantId, signal);
      }
      const meta = (await index.readMeta()).get(tenantId);
      return meta?.projection === projectionOf(family) ? comparePass(tenantId, 'live', signal) : rebuild(tenantId, signal);
    },
    streamMemory: {
      /** An index that is missing, being filled, or of another projection counts as never compared. */
      async read() {
        const current = [...(await index.readMeta())].filter(([, { projection }]) => projection === projectionOf(family));
        return new Map(current.map(([tenantId, { stream }]) => [tenantId, stream]));
      },
      write: index.writeStream,
    },
  };
}
