import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startChild, type Child, type ChildOptions } from '../engines/child';

/** A process that is started again, with backoff, when it dies. */
export interface Supervised {
  readonly name: string;
  pid(): number;
  /** How often it was started again. */
  restarts(): number;
  /** Ends it as a crash would; it is started again. */
  kill(): Promise<void>;
  /** Ends it as a crash would, for good. */
  end(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly child: ChildOptions;
  readonly logFile: string;
  readonly onLine?: (line: string) => void;
  /** It was started again. */
  readonly onRestart?: () => void;
}

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 5_000;
/** Alive this long, it counts as well again. */
const WELL_AFTER_MS = 2_000;

export function supervise(name: string, { command, args, child: options, logFile, onLine, onRestart }: SupervisedOptions): Supervised {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  let stopping = false;
  let restarts = 0;
  let child = start();
  const ended = watch();

  function start(): Child {
    return startChild(command, args, {
      ...options,
      onLine: (line) => {
        log.write(`${line}\n`);
        onLine?.(line);
      },
    });
  }

  async function watch(): Promise<void> {
    for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      const startedAt = Date.now();
      const code = await child.exited;
      log.write(`${JSON.stringify({ supervisor: name, exited: code })}\n`);
      if (isStopping()) {
        return;
      }
      if (Date.now() - startedAt > WELL_AFTER_MS) {
        backoffMs = FIRST_BACKOFF_MS;
      }
      await sleep(backoffMs);
      if (isStopping()) {
        return;
      }
      restarts += 1;
      child = start();
      onRestart?.();
    }
  }

  const isStopping = () => stopping;

  async function kill(): Promise<void> {
    const { exited } = child;
    child.signal('SIGKILL');
    await exited;
  }

  return {
    name,
    pid: () => child.pid,
    restarts: () => restarts,
    kill,
    async end() {
      stopping = true;
      await kill();
      await ended;
    },
    signal: (signal) => child.signal(signal),
    async stop() {
      stopping = true;
      await child.stop();
      await ended;
      await new Promise((resolve) => log.end(resolve));
    },
  };
}
