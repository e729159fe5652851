import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;

/** Waits until the value is as wanted, and answers it; a service that is being restarted may fail meanwhile. Rejects with the last value seen. */
export async function eventually<T>(what: string, look: () => Promise<T>, wanted: (value: T) => boolean, withinMs = 30_000): Promise<T> {
  const startedAt = Date.now();
  for (;;) {
    const seen = await look().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ('value' in seen && wanted(seen.value)) {
      return seen.value;
    }
    if (Date.now() - startedAt > withinMs) {
      const last = 'value' in seen ? JSON.stringify(seen.value).slice(0, 500) : String(seen.error);
      throw new Error(`Not so after ${withinMs / 1_000} s: ${what}. Last seen: ${last}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}
