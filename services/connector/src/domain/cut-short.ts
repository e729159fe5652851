/** So many still fit into an address. */
const MOST_JOBS = 100;

interface ReadList {
  /** The jobs that it was limited to; absent: it was the whole list. */
  readonly jobExternalIds?: readonly string[];
  /** Of a list that is read instead: after how many the whole one ended. */
  readonly cutAt?: number;
  readonly listed: number;
  readonly total: number;
}

/**
 * An ATS may end a list before it has named all it says there are (a cap on deep paging). Whoever is listed applied for a job, so all are on
 * the lists by job: these are read in its place, in as few lists as can be, and each that is cut at the same length again by halves of its
 * jobs. Empty when the list was whole, or cannot be divided any more. A count that is not exact, or people who come and go, may make a list
 * look short: that costs a few calls for lists, and nobody is read twice.
 */
export function decideListsInstead({ jobExternalIds, cutAt = 0, listed, total }: ReadList, allJobs: readonly string[]): string[][] {
  if (listed >= total) {
    return [];
  }
  if (jobExternalIds === undefined) {
    return chunksOf(allJobs, MOST_JOBS);
  }
  return jobExternalIds.length < 2 || listed < cutAt ? [] : chunksOf(jobExternalIds, Math.ceil(jobExternalIds.length / 2));
}

function chunksOf(ids: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) => ids.slice(index * size, (index + 1) * size));
}
