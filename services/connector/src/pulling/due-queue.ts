import { keyOf, priorityOf, type DueRead, type Priority } from '../store/due-reads';

/**
 * The due reads a worker knows of, urgent ones first, idle ones last. Holds keys only; what is due is in the store. An entity is never handed out
 * twice at once: asked for again while it is read, it comes up again afterwards.
 */
export type DueQueue = ReturnType<typeof createDueQueue>;

export function createDueQueue(signal: AbortSignal) {
  const waiting: Readonly<Record<Priority, Set<string>>> = { urgent: new Set(), normal: new Set(), idle: new Set() };
  const inOrder = [waiting.urgent, waiting.normal, waiting.idle];
  const inFlight = new Set<string>();
  const delayed = new Map<string, NodeJS.Timeout>();
  const takers: PromiseWithResolvers<string | undefined>[] = [];

  signal.addEventListener('abort', end, { once: true });

  function end(): void {
    delayed.forEach((timer) => clearTimeout(timer));
    takers.splice(0).forEach(({ resolve }) => resolve(undefined));
  }

  function next(): string | undefined {
    for (const keys of inOrder) {
      for (const key of keys) {
        if (!inFlight.has(key)) {
          keys.delete(key);
          return key;
        }
      }
    }
    return undefined;
  }

  function handOut(): void {
    while (takers.length > 0) {
      const key = next();
      if (key === undefined) {
        return;
      }
      inFlight.add(key);
      takers.shift()?.resolve(key);
    }
  }

  const has = (key: string) => inOrder.some((keys) => keys.has(key)) || inFlight.has(key) || delayed.has(key);

  /** Waits where it is wanted soonest. */
  function add(key: string, priority: Priority): void {
    clearTimeout(delayed.get(key));
    delayed.delete(key);
    const place = inOrder.indexOf(waiting[priority]);
    if (!inOrder.slice(0, place).some((keys) => keys.has(key))) {
      inOrder.slice(place + 1).forEach((keys) => keys.delete(key));
      waiting[priority].add(key);
    }
  }

  return {
    add(keys: Iterable<string>, priority: Priority): void {
      for (const key of keys) {
        add(key, priority);
      }
      handOut();
    },

    /** What the store says is due: what is known comes up anyway, at its time, unless it has become urgent. */
    learn(dueReads: readonly DueRead[]): void {
      for (const due of dueReads) {
        if (!has(keyOf(due)) || due.urgent) {
          add(keyOf(due), priorityOf(due));
        }
      }
      handOut();
    },

    /** A key to read; undefined once the signal aborts. */
    async take(): Promise<string | undefined> {
      if (signal.aborted) {
        return undefined;
      }
      const taker = Promise.withResolvers<string | undefined>();
      takers.push(taker);
      handOut();
      return taker.promise;
    },

    /** The read of a key ended, whatever way. */
    done(key: string): void {
      inFlight.delete(key);
      handOut();
    },

    /** Comes up again after a while. */
    addLater(key: string, afterMs: number): void {
      if (signal.aborted) {
        return;
      }
      clearTimeout(delayed.get(key));
      delayed.set(key, setTimeout(() => {
        add(key, 'normal');
        handOut();
      }, afterMs));
    },

    /** Waiting, delayed and in flight. */
    size: () => inOrder.reduce((sum, keys) => sum + keys.size, inFlight.size + delayed.size),
    has,
  };
}
