import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '@secondlook/kit';
import fc from 'fast-check';

import { gather } from './gather';

/** Doubles numbers; each batch waits for its gate. */
function open() {
  const batches: { items: readonly number[]; end: (error?: Error) => void }[] = [];
  const double = gather(async (items: readonly number[]) => {
    const gate = Promise.withResolvers<undefined>();
    batches.push({ items, end: (error) => (error === undefined ? gate.resolve(undefined) : gate.reject(error)) });
    await gate.promise;
    return items.map((item) => 2 * item);
  });
  return { batches, double };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('gathering', () => {
  it('does at once what arrives together, and together what arrives meanwhile', async () => {
    const { batches, double } = open();
    const first = [double(1), double(2)];
    await turn();
    const then = [double(3), double(4), double(5)];
    await turn();
    expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
    batches[0]?.end();
    await expect(Promise.all(first)).resolves.toEqual([2, 4]);
    await turn();
    batches[1]?.end();
    await expect(Promise.all(then)).resolves.toEqual([6, 8, 10]);
    expect(batches.map(({ items }) => items)).toEqual([[1, 2], [3, 4, 5]]);
  });

  it('fails all of a batch, and goes on with the next', async () => {
    const { batches, double } = open();
    const failing = Promise.allSettled([double(1), double(2)]);
    await turn();
    const next = double(3);
    batches[0]?.end(new Error('the disk is full'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    batches[1]?.end();
    await expect(next).resolves.toBe(6);
  });

  it('refuses when too many wait already', async () => {
    const { batches, double } = open();
    const first = double(0);
    await turn();
    const waiting = Array.from({ length: 5_000 }, (_, index) => double(index));
    await expect(double(1)).rejects.toBeInstanceOf(UnavailableError);
    for (let batch = 0; batch <= 10; batch++) {
      batches[batch]?.end();
      await turn();
    }
    await expect(Promise.all([first, ...waiting])).resolves.toHaveLength(5_001);
    expect(Math.max(...batches.map(({ items }) => items.length))).toBe(500);
  });

  it('gives each caller its own result, however many come whenever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer(), fc.nat(3)), { maxLength: 50 }), async (arrivals) => {
        const double = gather(async (items: readonly number[]) => {
          await turn();
          return items.map((item) => 2 * item);
        });
        const results: Promise<number>[] = [];
        for (const [item, turns] of arrivals) {
          results.push(double(item));
          for (let count = 0; count < turns; count++) {
            await turn();
          }
        }
        expect(await Promise.all(results)).toEqual(arrivals.map(([item]) => 2 * item));
      }),
      { numRuns: 50 },
    );
  });
});
