import { Client } from '@elastic/elasticsearch';

import { type Engine } from '../engines/engine';
import { fromEnvironment } from '../engines/start-engine';

/** Addresses of engines that outlive one test file, one for each that runs at once. Set by jest's global set-up of the end-to-end tests. */
const LENT = 'LENT_ELASTICSEARCH_URLS';

export function lendElasticsearch(engines: readonly Engine[]): void {
  process.env[LENT] = engines.map(({ url }) => url).join(' ');
}

/**
 * Elasticsearch takes longer to start than everything else together: a test that does not harm it borrows one, empty, that runs
 * already. Undefined where none is lent.
 */
export async function borrowElasticsearch(): Promise<Engine | undefined> {
  const url = process.env[LENT]?.split(' ')[Number(process.env['JEST_WORKER_ID'] ?? 1) - 1];
  if (url === undefined) {
    return undefined;
  }
  await empty(url);
  return fromEnvironment('elasticsearch', url);
}

const DEADLINE_MS = 30_000;

async function empty(url: string): Promise<void> {
  const client = new Client({ node: url, requestTimeout: DEADLINE_MS });
  try {
    for (const index of Object.keys(await client.indices.getAlias())) {
      await client.indices.delete({ index });
    }
  } finally {
    await client.close();
  }
}
