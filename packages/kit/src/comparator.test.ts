import { describe, expect, it } from '@jest/globals';
import { type EntityVersion } from '@secondlook/contracts';
import fc from 'fast-check';

import { allPages, compareAndRepair, findDifferences, type Difference } from './comparator';

async function* streamOf(rows: readonly EntityVersion[]): AsyncGenerator<EntityVersion> {
  for (const row of rows) {
    yield await Promise.resolve(row);
  }
}

const rows = fc
  .uniqueArray(fc.record({ id: fc.stringMatching(/^[0-9a-f]{1,2}$/), version: fc.integer({ min: 1, max: 3 }), deleted: fc.boolean() }), { selector: ({ id }) => id })
  .map((all) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

/** By the definition, id by id. */
function differencesOf(owner: readonly EntityVersion[], projection: readonly EntityVersion[]): Difference[] {
  const ids = [...new Set([...owner, ...projection].map(({ id }) => id))].sort();
  return ids.flatMap((id): Difference[] => {
    const [left, right] = [owner.find((row) => row.id === id), projection.find((row) => row.id === id)];
    if (left === undefined || right === undefined) {
      const only = left ?? right;
      return only === undefined || only.deleted ? [] : [{ id, ...(left === undefined ? {} : { owner: left }), ...(right === undefined ? {} : { projected: right }) }];
    }
    const isBehind = right.version < left.version || (right.version === left.version && right.deleted !== left.deleted);
    return isBehind ? [{ id, owner: left, projected: right }] : [];
  });
}

describe('the comparator', () => {
  it('finds exactly the differences of any two lists, and counts every id once', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (owner, projection) => {
        let compared = 0;
        const found: Difference[] = [];
        for await (const difference of findDifferences(streamOf(owner), streamOf(projection), () => (compared += 1))) {
          found.push(difference);
        }
        expect(found).toEqual(differencesOf(owner, projection));
        expect(compared).toBe(new Set([...owner, ...projection].map(({ id }) => id)).size);
      }),
      { numRuns: 300 },
    );
  });

  it('repairs in batches, all differences and each once', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 4 }), async (owner, projection, batchSize) => {
        const batches: (readonly Difference[])[] = [];
        const { differing } = await compareAndRepair(streamOf(owner), streamOf(projection), (batch) => Promise.resolve(void batches.push(batch)), batchSize);
        expect(batches.flat()).toEqual(differencesOf(owner, projection));
        expect(batches.every((batch) => batch.length > 0 && batch.length <= batchSize)).toBe(true);
        expect(differing).toBe(batches.flat().length);
      }),
    );
  });

  it('fails when repairing fails: what was not repaired is not counted as done', async () => {
    const owner = [{ id: 'a', version: 1, deleted: false }];
    await expect(compareAndRepair(streamOf(owner), streamOf([]), () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  it('reads all pages of an owner, as one list', async () => {
    const pages: Readonly<Record<string, { rows: number[]; nextPageToken: string }>> = { '': { rows: [1, 2], nextPageToken: 'x' }, x: { rows: [], nextPageToken: 'y' }, y: { rows: [3], nextPageToken: '' } };
    const found: number[] = [];
    for await (const row of allPages((token) => Promise.resolve(pages[token] ?? { rows: [], nextPageToken: '' }), (page) => page.rows)) {
      found.push(row);
    }
    expect(found).toEqual([1, 2, 3]);
  });
});
