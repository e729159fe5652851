import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterStream, deadLetterSubject, events, LAST_DELIVERY, streamOf } from '@secondlook/contracts';
import { connectMongo, connectNats, createAnnouncer, createPublisher, ensureConsumer, InvalidInputError, NotFoundError, serveEvents, type Announcer, type Doorbell, type Running } from '@secondlook/kit';
import { createFakeRunning } from '@secondlook/kit/testing';
import { type Collection, type MongoClient } from 'mongodb';
import { type NatsConnection, type StoredMsg } from 'nats';

import { type Engine } from '../engines/engine';
import { startEngine } from '../engines/start-engine';

const TENANT = 'acme';
const event = events.candidateChanged;
const doorbell = (id: string, version = 1): Doorbell => ({ id, version, deleted: false, cause: 'test' });

let mongo: Engine;
let nats: Engine;
let running: Running<object>;
let client: MongoClient;
let connection: NatsConnection;

beforeAll(async () => {
  [mongo, nats] = await Promise.all([startEngine('mongo'), startEngine('nats')]);
}, 60_000);

afterAll(async () => {
  await Promise.all([mongo.stop(), nats.stop()]);
});

beforeEach(async () => {
  running = createFakeRunning({});
  client = await connectMongo(mongo.url, running.log, running.lifecycle);
  connection = await connectNats(nats.url, 'test', running.log, running.lifecycle);
  await client.db('events').dropDatabase();
});

afterEach(async () => {
  const manager = await connection.jetstreamManager();
  await Promise.all([streamOf(event).name, deadLetterStream.name].map((name) => manager.streams.delete(name).catch(() => undefined)));
  await running.lifecycle.stop();
});

async function messagesOf(stream: string): Promise<StoredMsg[]> {
  const manager = await connection.jetstreamManager();
  const { state } = await manager.streams.info(stream);
  const sequences = Array.from({ length: state.last_seq }, (_, index) => index + 1);
  const found = await Promise.all(sequences.map((seq) => manager.streams.getMessage(stream, { seq }).catch(() => undefined)));
  return found.flatMap((message) => message ?? []);
}

async function until(isSo: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      throw new Error('it never came to that');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the announcer, on MongoDB and JetStream', () => {
  const versions = new Map<string, number>();

  function openAnnouncer(publisher = createPublisher(connection)): Announcer {
    const databases = { open: () => Promise.resolve(client.db('events')), list: () => Promise.resolve([TENANT]) };
    return createAnnouncer({ databases, publisher, events: [event], currentVersions: () => Promise.resolve(versions), running });
  }
  const announcements = (): Collection<{ _id: string; since: Date }> => client.db('events').collection('announcements');
  const age = (ms: number) => announcements().updateMany({}, { $set: { since: new Date(Date.now() - ms) } });
  const published = async () => (await messagesOf(streamOf(event).name)).map((message) => message.json<Doorbell>());
  const crash = { publish: () => Promise.reject(new Error('killed')) };

  function write(id: string, version: number) {
    return () => {
      versions.set(id, version);
      return Promise.resolve(new Set([id]));
    };
  }

  beforeEach(() => versions.clear());

  it('publishes a change and keeps nothing; JetStream makes its stream when it is missing', async () => {
    await openAnnouncer().announcing(event, TENANT, [{ id: 'a', version: 1, cause: 'test' }], write('a', 1));
    expect(await published()).toMatchObject([{ id: 'a', version: 1, cause: 'test' }]);
    expect(await announcements().countDocuments({})).toBe(0);
  });

  it('publishes with its relay what a crash left between the write and the publishing', async () => {
    await openAnnouncer(crash).announcing(event, TENANT, [{ id: 'a', version: 3, deleted: true, cause: 'test', traceparent: 't' }], write('a', 3));
    const restarted = openAnnouncer();
    await restarted.relay(TENANT);
    expect(await announcements().countDocuments({})).toBe(1);
    await age(5_000);
    await restarted.relay(TENANT);
    expect(await published()).toMatchObject([{ id: 'a', version: 3, deleted: true, cause: 'test' }]);
    expect(await announcements().countDocuments({})).toBe(0);
    await restarted.relay(TENANT);
    expect(await published()).toHaveLength(1);
  });

  it('forgets after ten minutes an entry whose document never reached its version, and not before', async () => {
    const announcer = openAnnouncer();
    await expect(announcer.announcing(event, TENANT, [{ id: 'a', version: 2, cause: 'test' }], () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    versions.set('a', 1);
    await age(599_000);
    await announcer.relay(TENANT);
    expect(await announcements().countDocuments({})).toBe(1);
    await age(600_000);
    await announcer.relay(TENANT);
    expect(await announcements().countDocuments({})).toBe(0);
  });

  it('never removes the entry of a faster writer', async () => {
    const slow = openAnnouncer({
      publish: async (...args) => {
        await openAnnouncer(crash).announcing(event, TENANT, [{ id: 'a', version: 2, cause: 'faster' }], write('a', 2));
        await createPublisher(connection).publish(...args);
      },
    });
    await slow.announcing(event, TENANT, [{ id: 'a', version: 1, cause: 'slower' }], write('a', 1));
    await age(5_000);
    await openAnnouncer().relay(TENANT);
    expect(await published()).toMatchObject([{ version: 1 }, { version: 2 }]);
  });
});

describe('a consumer, on JetStream', () => {
  interface Handled {
    readonly id: string;
    readonly count: number;
  }

  function serve(handle: (handled: Handled) => Promise<void> | void, isActive = true) {
    const counts = new Map<string, number>();
    const serving = serveEvents('search', connection, [
      {
        event,
        lingerMs: 1,
        async handle(_tenantId, doorbells) {
          for (const { id } of doorbells) {
            counts.set(id, (counts.get(id) ?? 0) + 1);
            await handle({ id, count: counts.get(id) ?? 0 });
          }
        },
      },
    ], running, { isActive: () => Promise.resolve(isActive) });
    return { serving, counts };
  }
  const publish = (...ids: string[]) => createPublisher(connection).publish(event, TENANT, ids.map((id) => doorbell(id)));
  const pending = async () => {
    const info = await (await connection.jetstreamManager()).consumers.info(streamOf(event).name, 'search');
    return info.num_pending + info.num_ack_pending;
  };

  it('acknowledges what was processed; a poison spoils nothing beside it', async () => {
    const { counts, serving } = serve(({ id }) => {
      if (id === 'poison') {
        throw new InvalidInputError([{ field: 'x', description: 'bad' }]);
      }
    });
    await publish('a', 'poison', 'b');
    await until(async () => counts.has('a') && counts.has('b') && (await pending()) === 0);
    expect(await serving.deadLetters.list(0, 10)).toMatchObject([{ event: event.name, tenantId: TENANT, doorbell: { id: 'poison', version: 1 }, errorKind: 'InvalidInputError', errorMessage: 'x: bad', attempts: 1 }]);
  }, 30_000);

  it('counts what waits for it, in hand or not', async () => {
    await ensureConsumer(await connection.jetstreamManager(), 'search', event);
    await publish('a', 'b', 'c');
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
    serve(() => released);
    await until(async () => (await running.metrics.render()).includes('secondlook_events_waiting{event="candidate.changed",service="test"} 3'));
    release(undefined);
  }, 30_000);

  it('takes the events of a removed tenant for processed', async () => {
    const { counts } = serve(() => undefined, false);
    await publish('a');
    await until(async () => (await pending()) === 0);
    expect(counts.size).toBe(0);
  }, 30_000);

  it('gives back what fails, and processes it when it is delivered again', async () => {
    const { counts, serving } = serve(({ count }) => {
      // Failing as a batch and alone is one delivery.
      if (count <= 2) {
        throw new NotFoundError('not there yet');
      }
    });
    await publish('a');
    await until(async () => counts.get('a') === 3 && (await pending()) === 0);
    expect(await serving.deadLetters.list(0, 10)).toEqual([]);
  }, 30_000);

  it('holds what needs an absent dependency, without burning attempts', async () => {
    const { counts, serving } = serve(({ count }) => {
      if (count <= 3) {
        throw Object.assign(new Error('lost'), { name: 'MongoNetworkError' });
      }
    });
    await publish('a');
    await until(async () => counts.get('a') === 4 && (await pending()) === 0);
    expect(await serving.deadLetters.list(0, 10)).toEqual([]);
  }, 30_000);
});

describe('dead letters, on JetStream', () => {
  /** Failing as often as that in earnest takes minutes of backoff: the earlier deliveries are given back at once. */
  async function burnDeliveries(count: number): Promise<void> {
    await ensureConsumer(await connection.jetstreamManager(), 'search', event);
    await createPublisher(connection).publish(event, TENANT, [doorbell('poison', 7)]);
    const consumer = await connection.jetstream().consumers.get(streamOf(event).name, 'search');
    for (let delivery = 1; delivery <= count; delivery++) {
      (await consumer.next({ expires: 5_000 }))?.nak();
    }
  }

  it('hold a poison with subject, error and attempts once its ninth delivery failed; replaying it removes the copy', async () => {
    let isMended = false;
    await burnDeliveries(LAST_DELIVERY - 1);
    const serving = serveEvents('search', connection, [
      { event, handle: () => (isMended ? Promise.resolve() : Promise.reject(new Error('a defect\nof ours: é!'))) },
    ], running, { isActive: () => Promise.resolve(true) });
    await until(async () => (await serving.deadLetters.list(0, 10)).length > 0);
    const [copy, ...others] = await serving.deadLetters.list(0, 10);
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ event: event.name, tenantId: TENANT, doorbell: { id: 'poison', version: 7 }, errorKind: 'Defect', errorMessage: 'a defect of ours:  !', attempts: 9 });
    const [stored] = await messagesOf(deadLetterStream.name);
    expect(stored?.subject).toBe(deadLetterSubject('search', event, TENANT));
    expect(stored?.header.get('attempts')).toBe('9');

    if (copy === undefined) {
      throw new Error('there is a copy');
    }
    await expect(serving.replay(copy, running.lifecycle.expired)).rejects.toThrow('a defect');
    expect(await serving.deadLetters.list(0, 10)).toHaveLength(1);
    isMended = true;
    await serving.replay(copy, running.lifecycle.expired);
    expect(await serving.deadLetters.list(0, 10)).toEqual([]);
  }, 60_000);

  it('lose their copy when the last try, alone, succeeds', async () => {
    let tries = 0;
    await burnDeliveries(LAST_DELIVERY - 1);
    const serving = serveEvents('search', connection, [
      {
        event,
        handle: () => {
          tries += 1;
          return tries <= 2 ? Promise.reject(new Error('a passing defect')) : Promise.resolve();
        },
      },
    ], running, { isActive: () => Promise.resolve(true) });
    await until(async () => tries === 3 && (await serving.deadLetters.list(0, 10)).length === 0);
    const { state } = await (await connection.jetstreamManager()).streams.info(deadLetterStream.name);
    expect({ copies: state.messages, written: state.last_seq }).toEqual({ copies: 0, written: 1 });
  }, 60_000);
});
