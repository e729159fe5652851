import { Client } from '@elastic/elasticsearch';
import { type Lifecycle } from '@secondlook/kit';

/** Every request ends within this; who asked for it by gRPC waits no longer either. */
const REQUEST_MS = 15_000;
/** A connection that nobody used for this long is not used again: it may have been forgotten on the way, and would cost a request its time. */
const IDLE_MS = 4_000;

/** The client connects when it is used: search starts, and answers UNAVAILABLE, while Elasticsearch is away. */
export function connectElasticsearch(url: string, lifecycle: Lifecycle): Client {
  const nodes = url.split(',');
  // Each other node is tried once, at once; a client that tries longer waits for seconds, and whoever asks should soon hear that it is away.
  const client = new Client({ nodes, maxRetries: nodes.length - 1, requestTimeout: REQUEST_MS, agent: { keepAliveTimeout: IDLE_MS }, compression: false });
  lifecycle.onClose('elasticsearch', () => client.close());
  return client;
}
