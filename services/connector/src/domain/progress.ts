/** What is known of an open pass. */
export interface PassCounts {
  readonly startedTime: Date;
  readonly read: number;
  readonly due: number;
  readonly lists: readonly { readonly listed: number; readonly total: number; readonly done: boolean }[];
}

export interface Estimate {
  readonly readsPerSecond: number;
  readonly remaining: number | undefined;
  readonly estimatedEndTime: Date | undefined;
}

/** How long a pass still takes, if it goes on as it went: of what is not listed yet the same share must be read as of what is. */
export function estimate({ startedTime, read, due, lists }: PassCounts, now: Date): Estimate {
  const elapsedMs = Math.max(1, now.getTime() - startedTime.getTime());
  const readsPerSecond = (read * 1_000) / elapsedMs;
  const remaining = countRemaining(read, due, lists);
  const leftMs = remaining === undefined ? undefined : remaining === 0 ? 0 : (remaining / readsPerSecond) * 1_000;
  const estimatedEndTime = leftMs === undefined || !Number.isFinite(leftMs) ? undefined : new Date(now.getTime() + leftMs);
  return { readsPerSecond, remaining, estimatedEndTime };
}

/** Undefined while a list has not shown how long it is. */
function countRemaining(read: number, due: number, lists: PassCounts['lists']): number | undefined {
  if (lists.some(({ listed, done }) => listed === 0 && !done)) {
    return undefined;
  }
  const listed = lists.reduce((sum, list) => sum + list.listed, 0);
  const unlisted = lists.reduce((sum, list) => sum + (list.done ? 0 : Math.max(0, list.total - list.listed)), 0);
  const share = listed === 0 ? 0 : Math.min(1, (read + due) / listed);
  return Math.round(due + unlisted * share);
}
