import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine, type Engine } from '@secondlook/testkit';

import { compareWithReference } from './compare-with-reference';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine('elasticsearch');
}, 120_000);

afterAll(() => engine.stop(), 30_000);

/** The same in every run, so that no landing hangs on luck; the bench draws others. */
const seed = 777_000;
const size = 2_000;

/** What differs is said with its seed and its smallest query; `npm run bench -- p15 --seed N --size 500` finds it again. */
describe(`Elasticsearch and the reference evaluator (seed ${seed})`, () => {
  it('find the same people by random queries; what they find lights up, canonical texts and fixes can be read', async () => {
    const said: string[] = [];
    const { differences, hits } = await compareWithReference(engine.url, { size, seed, most: 3, say: (line) => said.push(line) });
    expect({ differences, said }).toEqual({ differences: [], said: [] });
    // Whom nobody finds, nobody can find wrongly.
    expect(hits).toBeGreaterThan(5 * size);
  }, 300_000);
});
