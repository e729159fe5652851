import { type EntityVersion } from '@secondlook/contracts';

/** A row in which the owner and a projection of it differ. */
export interface Difference {
  readonly id: string;
  /** What the owner has; absent when it does not know the id. */
  readonly owner?: EntityVersion;
  /** What the projection has; absent when it does not know the id. */
  readonly projected?: EntityVersion;
}

export interface Comparison {
  readonly compared: number;
  readonly differing: number;
}

/**
 * Merge-joins two lists in ascending byte order of id. Differing is: missing in the projection, older there, of another deletion
 * state at the same version, or unknown to the owner. A projection ahead of the page the owner sent is no difference: the entity
 * changed while the lists were read. The owner's tombstones need not be in the projection.
 */
export async function* findDifferences(
  owner: AsyncIterable<EntityVersion>,
  projection: AsyncIterable<EntityVersion>,
  count: () => void,
): AsyncGenerator<Difference> {
  const owned = owner[Symbol.asyncIterator]();
  const projected = projection[Symbol.asyncIterator]();
  let left = await nextOf(owned);
  let right = await nextOf(projected);
  while (left !== undefined || right !== undefined) {
    count();
    if (right === undefined || (left !== undefined && left.id < right.id)) {
      if (left !== undefined && !left.deleted) {
        yield { id: left.id, owner: left };
      }
      left = await nextOf(owned);
    } else if (left === undefined || right.id < left.id) {
      if (!right.deleted) {
        yield { id: right.id, projected: right };
      }
      right = await nextOf(projected);
    } else {
      if (right.version < left.version || (right.version === left.version && right.deleted !== left.deleted)) {
        yield { id: left.id, owner: left, projected: right };
      }
      left = await nextOf(owned);
      right = await nextOf(projected);
    }
  }
}

async function nextOf<T>(iterator: AsyncIterator<T>): Promise<T | undefined> {
  const next = await iterator.next();
  return next.done === true ? undefined : next.value;
}

/** Compares, and repairs the differences in batches. */
export async function compareAndRepair(
  owner: AsyncIterable<EntityVersion>,
  projection: AsyncIterable<EntityVersion>,
  repair: (differences: readonly Difference[]) => Promise<void>,
  batchSize = 100,
): Promise<Comparison> {
  let compared = 0;
  let differing = 0;
  let batch: Difference[] = [];
  for await (const difference of findDifferences(owner, projection, () => (compared += 1))) {
    differing += 1;
    batch.push(difference);
    if (batch.length >= batchSize) {
      await repair(batch);
      batch = [];
    }
  }
  if (batch.length > 0) {
    await repair(batch);
  }
  return { compared, differing };
}

/** All pages of an owner's List RPC, as one sequence. */
export async function* allPages<Response extends { nextPageToken: string }, Row>(
  list: (pageToken: string) => Promise<Response>,
  rows: (response: Response) => readonly Row[],
): AsyncGenerator<Row> {
  for (let pageToken = ''; ; ) {
    const response = await list(pageToken);
    yield* rows(response);
    if (response.nextPageToken === '') {
      return;
    }
    pageToken = response.nextPageToken;
  }
}
