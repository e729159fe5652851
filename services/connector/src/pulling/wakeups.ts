/** Tells a connection's worker in this process that there is something to look at. Other replicas' workers notice by themselves. */
export interface Wakeups {
  wake(connectionId: string): void;
  /** Aborts at the next wake-up. */
  signal(connectionId: string): AbortSignal;
  /** Whether there was a wake-up since it was asked last. */
  consume(connectionId: string): boolean;
}

export function createWakeups(): Wakeups {
  const pending = new Set<string>();
  const controllers = new Map<string, AbortController>();

  function controllerOf(connectionId: string): AbortController {
    const controller = controllers.get(connectionId) ?? new AbortController();
    controllers.set(connectionId, controller);
    return controller;
  }

  return {
    wake(connectionId) {
      pending.add(connectionId);
      controllerOf(connectionId).abort();
    },

    signal: (connectionId) => controllerOf(connectionId).signal,

    consume(connectionId) {
      controllers.delete(connectionId);
      return pending.delete(connectionId);
    },
  };
}
