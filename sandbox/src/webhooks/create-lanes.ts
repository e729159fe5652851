/** Work side by side, but no more than so much at once for one key; the rest waits its turn. */
export interface Lanes<T> {
  add(key: string, task: T): void;
  /** Begins nothing more, and resolves when what had begun is done. */
  close(): Promise<void>;
}

interface Lane<T> {
  readonly waiting: T[];
  running: number;
}

export const createLanes = <T>(limit: number, work: (task: T) => Promise<void>): Lanes<T> => {
  const lanes = new Map<string, Lane<T>>();
  const running = new Set<Promise<void>>();
  let isClosed = false;

  const proceed = (lane: Lane<T>): void => {
    while (!isClosed && lane.running < limit) {
      const task = lane.waiting.shift();
      if (task === undefined) return;
      lane.running += 1;
      const run = work(task).finally(() => {
        lane.running -= 1;
        running.delete(run);
        proceed(lane);
      });
      running.add(run);
    }
  };
  return {
    add: (key, task) => {
      const lane = lanes.get(key) ?? { waiting: [], running: 0 };
      lanes.set(key, lane);
      lane.waiting.push(task);
      proceed(lane);
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled(running);
    },
  };
};
