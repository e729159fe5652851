import { Client } from '@elastic/elasticsearch';
import { type Lifecycle } from '@secondlook/kit';

const REQUEST_MS = 30_000;

/** The client connects when it is used: search starts, and answers UNAVAILABLE, while Elasticsearch is away. */
export function connectElasticsearch(url: string, lifecycle: Lifecycle): Client {
  const client = new Client({ nodes: url.split(','), maxRetries: 2, requestTimeout: REQUEST_MS, compression: false });
  lifecycle.onClose('elasticsearch', () => client.close());
  return client;
}
