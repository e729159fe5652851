/** What a worker does beside each other: each is told. */
const LOOPS = ['claiming', 'verifying', 'conducting', 'exporting', 'counting'] as const;
type Loop = (typeof LOOPS)[number];

/** Tells a connection's worker in this process that there is something to look at. Other replicas' workers notice by themselves. */
export interface Wakeups {
  wake(connectionId: string): void;
  /** Aborts at the next wake-up. */
  signal(loop: Loop, connectionId: string): AbortSignal;
  /** Whether there was a wake-up since that loop asked last. */
  consume(loop: Loop, connectionId: string): boolean;
}

export function createWakeups(): Wakeups {
  const pending = new Set<string>();
  const controllers = new Map<string, AbortController>();
  const keyOf = (loop: Loop, connectionId: string) => `${loop}|${connectionId}`;

  function controllerOf(key: string): AbortController {
    const controller = controllers.get(key) ?? new AbortController();
    controllers.set(key, controller);
    return controller;
  }

  return {
    wake(connectionId) {
      for (const key of LOOPS.map((loop) => keyOf(loop, connectionId))) {
        pending.add(key);
        controllerOf(key).abort();
      }
    },

    signal: (loop, connectionId) => controllerOf(keyOf(loop, connectionId)).signal,

    consume(loop, connectionId) {
      controllers.delete(keyOf(loop, connectionId));
      return pending.delete(keyOf(loop, connectionId));
    },
  };
}
