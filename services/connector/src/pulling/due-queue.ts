/**
 * The due reads a worker knows of, urgent ones first. Holds keys only; what is due is in the store. An entity is never handed out
 * twice at once: asked for again while it is read, it comes up again afterwards.
 */
export type DueQueue = ReturnType<typeof createDueQueue>;

export function createDueQueue(signal: AbortSignal) {
  const urgent = new Set<string>();
  const normal = new Set<string>();
  const inFlight = new Set<string>();
  const delayed = new Map<string, NodeJS.Timeout>();
  const takers: PromiseWithResolvers<string | undefined>[] = [];

  signal.addEventListener('abort', end, { once: true });

  function end(): void {
    delayed.forEach((timer) => clearTimeout(timer));
    takers.splice(0).forEach(({ resolve }) => resolve(undefined));
  }

  function next(): string | undefined {
    for (const keys of [urgent, normal]) {
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

  function add(key: string, isUrgent: boolean): void {
    clearTimeout(delayed.get(key));
    delayed.delete(key);
    if (isUrgent) {
      normal.delete(key);
      urgent.add(key);
    } else if (!urgent.has(key)) {
      normal.add(key);
    }
  }

  return {
    add(keys: Iterable<string>, isUrgent: boolean): void {
      for (const key of keys) {
        add(key, isUrgent);
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
        add(key, false);
        handOut();
      }, afterMs));
    },

    /** Waiting, delayed and in flight. */
    size: () => urgent.size + normal.size + inFlight.size + delayed.size,
    has: (key: string) => urgent.has(key) || normal.has(key) || inFlight.has(key) || delayed.has(key),
  };
}
