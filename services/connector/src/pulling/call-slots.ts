import { type Limiter, type Urgency } from '../domain/limiter';

/** Waits for the limiter, with a timer of its own. */
export function createCallSlots(limiter: Limiter, signal: AbortSignal) {
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    clearTimeout(timer);
    const againMs = limiter.grantDue();
    timer = againMs === undefined ? undefined : setTimeout(look, againMs);
  }

  return {
    /** Resolves, with how to give the slot back, once a call may be sent. Rejects when the signal aborts. */
    take(urgency: Urgency): Promise<() => void> {
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const release = () => {
          limiter.release();
          look();
        };
        const onAbort = () => {
          withdraw();
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        const withdraw = limiter.request(urgency, () => {
          signal.removeEventListener('abort', onAbort);
          resolve(release);
        });
        signal.addEventListener('abort', onAbort, { once: true });
        look();
      });
    },
  };
}
