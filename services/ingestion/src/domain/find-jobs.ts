/** What jobs are found by. */
export interface FindableJob {
  readonly _id: string;
  readonly fields: { readonly title: string; readonly reference: string; readonly status: string };
}

export interface JobWish {
  readonly words: string;
  readonly exceptStatuses: readonly string[];
  /** The position of the last job of the page before; undefined for the first page. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface FoundJobs<Job> {
  readonly jobs: readonly Job[];
  readonly totalSize: number;
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

/** So much of a title is enough to order by: a position travels in page tokens, and is text there. */
const ORDERED_BY = 100;

/** One page of those that have every word in title or reference, in order of title. */
export function findJobs<Job extends FindableJob>(jobs: readonly Job[], { words, exceptStatuses, after, limit }: JobWish): FoundJobs<Job> {
  const wanted = fold(words).split(/\s+/).filter((word) => word !== '');
  const found = jobs.filter(({ fields }) => {
    const text = `${fold(fields.title)} ${fold(fields.reference)}`;
    return !exceptStatuses.includes(fields.status) && wanted.every((word) => text.includes(word));
  });
  const placed = found.map((job) => ({ job, position: positionOf(job) })).sort((a, b) => (a.position < b.position ? -1 : 1));
  const rest = after === undefined ? placed : placed.filter(({ position }) => position > after);
  const page = rest.slice(0, limit);
  return { jobs: page.map(({ job }) => job), totalSize: found.length, next: rest.length > limit ? page.at(-1)?.position : undefined };
}

/** Jobs may have the same title: the id decides, so that a page begins where the one before ended, whatever came or went between. */
function positionOf({ _id, fields }: FindableJob): string {
  return `${fold(fields.title).slice(0, ORDERED_BY).toWellFormed()}\n${_id}`;
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
