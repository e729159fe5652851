import { type GrantedCall, type LimitReading, type Limiter, type Urgency } from '../domain/limiter';

export type Release = (reading?: LimitReading) => void;

export type CallSlots = ReturnType<typeof createCallSlots>;

/** Waits for the limiter, with a timer of its own. */
export function createCallSlots(limiter: Limiter, signal: AbortSignal) {
  const waiting = new Set<{ withdraw: () => void; reject: (reason: unknown) => void }>();
  let timer: NodeJS.Timeout | undefined;

  signal.addEventListener('abort', end, { once: true });

  function end(): void {
    clearTimeout(timer);
    for (const { withdraw, reject } of waiting) {
      withdraw();
      reject(signal.reason);
    }
    waiting.clear();
  }

  function look(): void {
    clearTimeout(timer);
    const againMs = limiter.grantDue();
    timer = againMs === undefined ? undefined : setTimeout(look, againMs);
  }

  return {
    /** Resolves, with how to give the slot back and say what the answer said, once a call may be sent. Rejects when the signal aborts. */
    take(urgency: Urgency, evenHeld = false): Promise<Release> {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<Release>();
      const entry = { reject, withdraw: limiter.request(urgency, grant, evenHeld) };
      waiting.add(entry);
      function grant(call: GrantedCall): void {
        waiting.delete(entry);
        resolve((reading) => {
          limiter.release(call, reading);
          look();
        });
      }
      look();
      return promise;
    },

    hold(held: boolean): void {
      limiter.hold(held);
      look();
    },

    pauseFor: (ms: number) => limiter.pauseFor(ms),
  };
}
