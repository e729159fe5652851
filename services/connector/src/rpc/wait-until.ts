import { sleep, UnavailableError } from '@secondlook/kit';

const LOOK_EVERY_MS = 100;

/** What the worker that holds a connection's lease, on whatever replica, was asked for. Throws UnavailableError when it takes too long: what goes on then. */
export async function waitUntil<Found>(look: () => Promise<Found | undefined>, patienceMs: number, goesOn: string, signal: AbortSignal): Promise<Found> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += LOOK_EVERY_MS) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    await sleep(LOOK_EVERY_MS, signal);
  }
  throw new UnavailableError(goesOn);
}
