import { setTimeout as sleepTimer } from 'node:timers/promises';

import { toKnownError, UnavailableError } from './errors';

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await sleepTimer(ms, undefined, { signal });
}

/** Waits; returns early, without an error, when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleepTimer(ms, undefined, { signal }).catch(() => undefined);
}

/** How long to wait before attempt `attempt` (1 is the first retry): doubles from `firstMs`, at most `maxMs`, minus up to a quarter. */
export function backoffMs(attempt: number, firstMs: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (1 - random / 4));
}

/** The promise's value, or a rejection with `onTimeout()` when it takes longer. The promise itself is not stopped. */
export async function withDeadline<T>(promise: Promise<T>, ms: number, onTimeout: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(onTimeout()), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Deadline {
  /** Aborts when the deadline passes or the parent aborts. */
  readonly signal: AbortSignal;
  hasPassed(): boolean;
  /** What it was for is over. */
  end(): void;
}

/**
 * A deadline for one piece of work. The timer is our own: what AbortSignal.any makes of AbortSignal.timeout may be collected before it
 * aborts (nodejs/node#57736), and piles up on a parent that lives as long as the process.
 */
export function startDeadline(ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  let passed = false;
  const follow = () => controller.abort(parent?.reason);
  const timer = setTimeout(() => {
    passed = true;
    controller.abort(new UnavailableError(`Not done within ${ms} ms`));
  }, ms);
  parent?.addEventListener('abort', follow, { once: true });
  if (parent?.aborted === true) {
    follow();
  }
  return {
    signal: controller.signal,
    hasPassed: () => passed,
    end() {
      clearTimeout(timer);
      parent?.removeEventListener('abort', follow);
    },
  };
}

/** Does the work, or rejects when its deadline passes or the parent aborts, even if the work heeds no signal. */
export async function withinDeadline<T>(ms: number, parent: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = startDeadline(ms, parent);
  const { signal } = deadline;
  const passed = new Promise<never>((_resolve, reject) => {
    const give = () => reject(signal.reason instanceof Error ? signal.reason : new UnavailableError(String(signal.reason)));
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) {
      give();
    }
  });
  try {
    return await Promise.race([passed, work(signal)]);
  } finally {
    deadline.end();
  }
}

const AWAY_FIRST_MS = 100;
const AWAY_MAX_MS = 5_000;

/**
 * Does the work, again and again for as long as what it needs is away (UnavailableError): for work whose repetition is harmless, and
 * whose input cost too much to be fetched again. Rejects with any other error, or when the signal aborts.
 */
export async function whileAway<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(toKnownError(error) instanceof UnavailableError)) {
        throw error;
      }
      await sleep(backoffMs(attempt, AWAY_FIRST_MS, AWAY_MAX_MS, Math.random()), signal);
    }
  }
}
