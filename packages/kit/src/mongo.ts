import { MongoClient } from 'mongodb';

import { type Lifecycle } from './lifecycle';
import { type Log } from './log';
import { backoffMs, sleep } from './wait';

/** Every operation ends within this. */
const OPERATION_MS = 15_000;
/** A server that answers a look (every 10 s) no sooner is away: every connection to it is given up, also those in use. */
const CONNECT_MS = 5_000;

/**
 * Connects, waiting for as long as MongoDB is away. Writes are acknowledged by a majority and journaled: MongoDB is the truth.
 * Only single-document atomicity is used, so a single node, a replica set and a sharded cluster are alike.
 */
export async function connectMongo(url: string, log: Log, lifecycle: Lifecycle): Promise<MongoClient> {
  const client = new MongoClient(url, {
    writeConcern: { w: 'majority', journal: true },
    readPreference: 'primary',
    readConcern: { level: 'local' },
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: CONNECT_MS,
    socketTimeoutMS: OPERATION_MS,
    waitQueueTimeoutMS: OPERATION_MS,
    maxPoolSize: 40,
    ignoreUndefined: true,
  });
  lifecycle.onClose('mongo', () => client.close());
  for (let attempt = 1; ; attempt++) {
    try {
      await client.connect();
      return client;
    } catch (error) {
      log.warn({ err: error, attempt }, 'MongoDB is not reachable yet');
      await sleep(backoffMs(attempt, 250, 5_000, Math.random()), lifecycle.stopping);
    }
  }
}
