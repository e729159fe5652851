import { type Limiter, type Urgency } from '../domain/limiter';

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

  function release(): void {
    limiter.release();
    look();
  }

  return {
    /** Resolves, with how to give the slot back, once a call may be sent. Rejects when the signal aborts. */
    take(urgency: Urgency): Promise<() => void> {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const entry = { reject, withdraw: limiter.request(urgency, grant) };
      waiting.add(entry);
      function grant(): void {
        waiting.delete(entry);
        resolve(release);
      }
      look();
      return promise;
    },
  };
}
