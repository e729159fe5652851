import { type Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFakeRunning } from '@secondlook/kit/testing';
import { startEngine, type Engine } from '@secondlook/testkit';

import { connectElasticsearch } from '../../store/connect-elasticsearch';
import { findDifferences } from './differential';

const { log, lifecycle } = createFakeRunning({});
let engine: Engine;
let client: Client;

beforeAll(async () => {
  engine = await startEngine('elasticsearch');
  client = connectElasticsearch(engine.url, lifecycle);
}, 120_000);

afterAll(async () => {
  await lifecycle.stop();
  await engine.stop();
}, 30_000);

const seed = Number(process.env['REFERENCE_SEED'] ?? 1 + Math.floor(Math.random() * 1e6));

describe(`Elasticsearch and the reference evaluator (seed ${seed})`, () => {
  it('find the same people by 2,000 random queries', async () => {
    const said: string[] = [];
    const { differences, hits } = await findDifferences({ client, log, size: 2_000, seed, most: 5, say: (line) => said.push(line) });
    expect({ differences, said }).toEqual({ differences: [], said: [] });
    expect(hits).toBeGreaterThan(2_000);
  }, 240_000);
});
