import { UnavailableError } from '@secondlook/kit';

/** What one piece of work takes at most. */
const MOST = 500;
/** So many may wait; who comes after them hears at once to come again. */
const MAX_WAITING = 5_000;

/**
 * Group commit: what arrives while earlier work is under way is done together next, in the order of arrival. A thousand callers at once
 * cost a few durable writes, not a thousand; a single one waits for nobody. `work` answers one result per item; when it fails, all fail.
 */
export function gather<Item, Result>(work: (items: readonly Item[]) => Promise<readonly Result[]>): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let isWorking = false;

  async function perform(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item));
      for (const [index, result] of results.entries()) {
        batch[index]?.resolve(result);
      }
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  }

  async function workOff(): Promise<void> {
    isWorking = true;
    // Begun a moment later: what arrives together is one batch.
    await Promise.resolve();
    while (waiting.length > 0) {
      await perform(waiting.splice(0, MOST));
    }
    isWorking = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MAX_WAITING) {
        reject(new UnavailableError('Too much is waiting already; try again'));
        return;
      }
      waiting.push({ item, resolve, reject });
      if (!isWorking) {
        void workOff();
      }
    });
}
