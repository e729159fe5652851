import { type EventDefinition } from '@secondlook/contracts';

import { type Comparison } from './comparator';
import { type Running } from './run-service';
import { pause } from './wait';

/**
 * Something a service derives from an owner's entities and can compare with them. It is compared daily, on demand, and whenever
 * the owner's stream turns out to be new: then events were lost, and only the comparison tells which.
 */
export interface ComparatorDefinition {
  /** As in RunComparator. */
  readonly name: string;
  /** The event whose loss it repairs. */
  readonly event: EventDefinition;
  /** The tenants (or SHARED) it has something of. */
  readonly tenants: () => Promise<readonly string[]>;
  /** Compares one tenant's and repairs; harmless at any time. */
  readonly compare: (tenantId: string, signal: AbortSignal) => Promise<Comparison>;
  /** Builds the projection anew beside the old one and switches, where that can be done. */
  readonly rebuild?: (tenantId: string, signal: AbortSignal) => Promise<Comparison>;
  /** The creation time of the stream that each tenant's projection was last compared under, kept beside the projection. */
  readonly streamMemory: {
    read(): Promise<ReadonlyMap<string, string>>;
    write(tenantId: string, createdTime: string): Promise<void>;
  };
}

const CHECK_EVERY_MS = 5_000;
const DAY_MS = 86_400_000;

export type Comparators = ReturnType<typeof startComparators>;

export function startComparators(definitions: readonly ComparatorDefinition[], running: Running<unknown>) {
  const { lifecycle, log, metrics } = running;
  const streamCreated = new Map<string, string>();
  const differences = metrics.counter('comparator_differences_total', 'Entities a comparator had to repair', ['comparator']);
  const lastRunMs = new Map<string, number>();
  let wake = new AbortController();

  async function compare(definition: ComparatorDefinition, tenantId: string, rebuild: boolean, signal: AbortSignal): Promise<Comparison> {
    const run = rebuild && definition.rebuild !== undefined ? definition.rebuild : definition.compare;
    const comparison = await run(tenantId, signal);
    lastRunMs.set(`${definition.name}|${tenantId}`, Date.now());
    differences.inc({ comparator: definition.name }, comparison.differing);
    log.info({ comparator: definition.name, tenantId, ...comparison }, 'compared');
    return comparison;
  }

  /** Compares what was never compared under the stream that there is now, and what is due for the day. */
  async function compareDue(definition: ComparatorDefinition, signal: AbortSignal): Promise<void> {
    const created = streamCreated.get(definition.event.name);
    if (created === undefined) {
      return;
    }
    const memory = await definition.streamMemory.read();
    for (const tenantId of await definition.tenants()) {
      const key = `${definition.name}|${tenantId}`;
      const isNew = memory.get(tenantId) !== created;
      const last = lastRunMs.get(key) ?? Date.now();
      lastRunMs.set(key, last);
      if (isNew || Date.now() - last > DAY_MS) {
        await compare(definition, tenantId, false, signal);
        await definition.streamMemory.write(tenantId, created);
      }
    }
  }

  lifecycle.run('comparators', async (stopping) => {
    while (!stopping.aborted) {
      for (const definition of definitions) {
        await compareDue(definition, stopping).catch((error: unknown) => {
          if (!stopping.aborted) {
            log.warn({ err: error, comparator: definition.name }, 'comparing failed; it is tried again');
          }
        });
      }
      wake = new AbortController();
      await pause(CHECK_EVERY_MS, AbortSignal.any([stopping, wake.signal]));
    }
  });

  return {
    definitions,
    compare,
    /** For serveEvents: a stream was (re)acquired. */
    onStream(event: EventDefinition, createdTime: string): void {
      if (streamCreated.get(event.name) !== createdTime) {
        streamCreated.set(event.name, createdTime);
        wake.abort();
      }
    },
    /** A projection turned out to be missing: look now. */
    checkNow: () => wake.abort(),
  };
}
