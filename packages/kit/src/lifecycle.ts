import { type Log } from './log';
import { withDeadline } from './wait';

/** How long work in hand may take once the process was told to stop. */
const FINISH_MS = 20_000;
type Close = () => unknown;

/** How long one thing may take to close. */
const CLOSE_MS = 5_000;

/**
 * What was opened, to be closed in reverse. Stopping: `stopping` aborts, so that nothing new is pulled or accepted; closers run
 * in reverse and finish what is in hand; `expired` aborts when that takes longer than 20 s.
 */
export interface Lifecycle {
  /** Aborts when no new work may begin. */
  readonly stopping: AbortSignal;
  /** Aborts when work in hand must be dropped. */
  readonly expired: AbortSignal;
  /** Registers how to close what was just opened; a promise it returns is awaited. */
  onClose(name: string, close: Close): void;
  /** Runs something until `stopping` aborts; stopping waits for it. A defect in it stops the process. */
  run(name: string, task: (signal: AbortSignal) => Promise<void>): void;
  /** Rejects when a task given to `run` failed. */
  readonly failed: Promise<never>;
  /** Closes everything. Idempotent. */
  stop(): Promise<void>;
}

export function createLifecycle(log: Log): Lifecycle {
  const stopping = new AbortController();
  const expired = new AbortController();
  const closers: { name: string; close: Close }[] = [];
  let fail: (reason: Error) => void;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  let stopped: Promise<void> | undefined;

  function onClose(name: string, close: Close): void {
    closers.push({ name, close });
  }

  function run(name: string, task: (signal: AbortSignal) => Promise<void>): void {
    const done = task(stopping.signal).catch((error: unknown) => {
      if (!stopping.signal.aborted) {
        fail(new Error(`${name} ended unexpectedly`, { cause: error }));
      }
    });
    onClose(name, () => withDeadline(done, FINISH_MS, () => new Error('did not finish in time')));
  }

  async function closeAll(): Promise<void> {
    stopping.abort(new Error('the process is stopping'));
    const expiry = setTimeout(() => expired.abort(new Error('work in hand took too long')), FINISH_MS);
    expiry.unref();
    for (const { name, close } of closers.reverse()) {
      try {
        await withDeadline(Promise.resolve(close()), FINISH_MS + CLOSE_MS, () => new Error('did not close in time'));
      } catch (error) {
        log.warn({ err: error, name }, 'closing failed');
      }
    }
    clearTimeout(expiry);
  }

  return {
    stopping: stopping.signal,
    expired: expired.signal,
    onClose,
    run,
    failed,
    stop: () => (stopped ??= closeAll()),
  };
}
