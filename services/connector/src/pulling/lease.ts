/** Without a beat for this long the lease counts as lost: a contender takes over after 5 s. */
const PATIENCE_MS = 4_000;

/** A lease as its holder has it, on the holder's own monotonic clock. */
export interface Lease {
  /** Orders the reads of successive holders. */
  readonly epoch: number;
  /** Aborts when the lease is lost. */
  readonly signal: AbortSignal;
  /** A beat that was sent then is stored. */
  renew(sentAtMs: number): void;
  lose(why: string): void;
  /**
   * Throws when it is lost. Looks at the clock: a process that was stopped, and wakes up, goes on before its timers tell that another
   * one has taken over.
   */
  require(): void;
  /** Nothing is read under it any more. */
  end(): void;
}

export function createLease(epoch: number, sinceMs: number, nowMs: () => number = () => performance.now()): Lease {
  const lost = new AbortController();
  let renewedAtMs = sinceMs;
  let timer: NodeJS.Timeout | undefined;

  function lose(why: string): void {
    clearTimeout(timer);
    lost.abort(new Error(why));
  }

  /** By a timer of its own: a beat may hang for as long as the store does. */
  function watch(): void {
    clearTimeout(timer);
    const leftMs = renewedAtMs + PATIENCE_MS - nowMs();
    if (leftMs > 0) {
      timer = setTimeout(watch, leftMs);
    } else {
      lose('the lease could not be renewed');
    }
  }

  watch();
  return {
    epoch,
    signal: lost.signal,
    renew(sentAtMs) {
      renewedAtMs = Math.max(renewedAtMs, sentAtMs);
    },
    lose,
    require() {
      if (!lost.signal.aborted && nowMs() - renewedAtMs >= PATIENCE_MS) {
        lose('the lease could not be renewed');
      }
      lost.signal.throwIfAborted();
    },
    end: () => clearTimeout(timer),
  };
}
