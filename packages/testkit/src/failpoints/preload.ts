import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client, errors } from '@elastic/elasticsearch';
import { Collection, MongoNetworkError } from 'mongodb';
import { NatsError } from 'nats';
import { JetStreamClientImpl } from 'nats/lib/jetstream/jsclient';
import { JsMsgImpl } from 'nats/lib/jetstream/jsmsg';

import { type Moment } from './failpoints';

/**
 * Loaded into a service by `--require`: every write that it makes through a driver becomes a failpoint, named by what is written,
 * as `candidates.bulkWrite`. The code of the services knows nothing of it, and a write that is added is a failpoint at once.
 * A point is armed by a file (see failpoints.ts), which goes before the action comes: it comes once, also when the process dies of it.
 */
const folder = join(process.env['FAILPOINTS_FOLDER'] ?? '', process.env['OTEL_SERVICE_NAME'] ?? '');
const passed = new Set<string>();

const COLLECTION_WRITES = ['insertOne', 'insertMany', 'bulkWrite', 'updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany', 'findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete'];

function take(point: string, moment: Moment): string | undefined {
  const file = join(folder, `${point}.${moment}`);
  if (!existsSync(file)) {
    return undefined;
  }
  const action = readFileSync(file, 'utf8');
  rmSync(file);
  return action;
}

async function reach(point: string, moment: Moment, lost: (message: string) => Error): Promise<'on' | 'twice'> {
  const armed = take(point, moment);
  const [action, ms] = armed?.split(' ') ?? [];
  switch (action) {
    case undefined:
      return 'on';
    case 'twice':
      return 'twice';
    case 'error':
      throw lost(`failpoint ${moment} ${point}`);
    case 'stall':
      await sleep(Number(ms));
      return 'on';
    case 'crash':
      process.kill(process.pid, 'SIGKILL');
      // The signal may take a moment; nothing more is done meanwhile.
      return new Promise(() => undefined);
    default:
      throw new Error(`${point} is armed with "${armed ?? ''}", which is no action.`);
  }
}

async function pass<T>(point: string, lost: (message: string) => Error, write: () => Promise<T>): Promise<T> {
  if (!passed.has(point)) {
    passed.add(point);
    appendFileSync(join(folder, 'passed'), `${point}\n`);
  }
  const times = await reach(point, 'before', lost);
  const result = await write();
  if (times === 'twice') {
    await write();
  }
  await reach(point, 'after', lost);
  return result;
}

/** What `make` makes of a method takes its place. */
function wrap(target: object, name: string, make: (self: unknown, original: () => Promise<unknown>) => unknown): void {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== 'function') {
    throw new Error(`The driver has no ${name} any more: its writes are no failpoints.`);
  }
  Reflect.set(target, name, function (this: unknown, ...given: unknown[]) {
    return make(this, () => Promise.resolve(Reflect.apply(method, this, given)));
  });
}

mkdirSync(folder, { recursive: true });
for (const command of COLLECTION_WRITES) {
  wrap(Collection.prototype, command, (self, write) => pass(pointOf(self, command), (message) => new MongoNetworkError(message), write));
}
wrap(Client.prototype, 'bulk', (_self, write) => pass('elasticsearch.bulk', (message) => new errors.ConnectionError(message), write));
wrap(JetStreamClientImpl.prototype, 'publish', (_self, write) => pass('jetstream.publish', (message) => new NatsError(message, 'TIMEOUT'), write));
// An acknowledgement is sent, and nobody waits for it: one that fails is one that is lost.
wrap(JsMsgImpl.prototype, 'ack', (_self, write) => void pass('jetstream.ack', (message) => new NatsError(message, 'TIMEOUT'), write).catch(() => undefined));

/** Collections of one connection or tenant are one point. */
function pointOf(collection: unknown, command: string): string {
  const [database, name] = collection instanceof Collection ? [collection.dbName, collection.collectionName] : ['', ''];
  return `${database === 'erasure_ledger' ? database : name.replace(/^(due_reads|sightings)_.*/, '$1')}.${command}`;
}
