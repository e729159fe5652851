import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events } from '@secondlook/contracts';
import { ConflictError, connectMongo, createAnnouncer, createVersionedDocuments, ensureConditionIndex, type Doorbell, type Folding, type VersionedDocument } from '@secondlook/kit';
import { createFakeDatabase, createFakeRunning } from '@secondlook/kit/testing';
import { type Db, type MongoClient } from 'mongodb';

import { type Engine } from '../engines/engine';
import { startEngine } from '../engines/start-engine';

const running = createFakeRunning({});
let engine: Engine;
let client: MongoClient;
let opened = 0;

beforeAll(async () => {
  engine = await startEngine('mongo');
  client = await connectMongo(engine.url, running.log, running.lifecycle);
}, 60_000);

afterAll(async () => {
  await running.lifecycle.stop();
  await engine.stop();
});

interface Counter extends VersionedDocument {
  readonly counted: number;
}

const raise = (id: string, by = 1): Folding<Counter> => ({
  id,
  cause: 'test',
  fold: (stored) => ({
    next: { _id: id, version: (stored?.version ?? 0) + (by > 0 ? 1 : 0), revision: (stored?.revision ?? 0) + 1, deleted: false, counted: (stored?.counted ?? 0) + by },
    changed: by > 0,
  }),
});
const nothing = (id: string): Folding<Counter> => ({ id, cause: 'test', fold: () => ({ next: undefined, changed: false }) });

async function openOn(database: Db, prepare?: (tenantId: string, documents: readonly Counter[]) => Promise<void>) {
  await ensureConditionIndex(database, 'counters', 'revision');
  const published: Doorbell[] = [];
  const databases = { open: () => Promise.resolve(database), list: () => Promise.resolve(['acme']) };
  const announcer = createAnnouncer({
    databases,
    publisher: { publish: (_event, _tenant, doorbells) => Promise.resolve(void published.push(...doorbells)) },
    events: [events.candidateChanged],
    currentVersions: (tenantId, _event, ids) => documents.currentVersions(tenantId, ids),
    running,
  });
  const documents = createVersionedDocuments<Counter>('counters', events.candidateChanged, databases, announcer, {
    read: (db, ids) => db.collection<Counter>('counters').find({ _id: { $in: [...ids] } }).toArray(),
    ...(prepare === undefined ? {} : { prepare }),
  });
  return { documents, published, database };
}

describe.each(['in memory', 'on MongoDB'] as const)('versioned documents %s', (kind) => {
  const open = (prepare?: Parameters<typeof openOn>[1]) => openOn(kind === 'in memory' ? createFakeDatabase().database : client.db(`versioned_${++opened}`), prepare);

  it('lose no change of writers that race, and announce every version', async () => {
    const { documents, published } = await open();
    await Promise.all(Array.from({ length: 6 }, () => documents.foldAll('acme', [raise('a'), raise('b')])));
    const stored = await documents.find('acme', ['a', 'b', 'none']);
    expect([...stored.values()].map(({ _id, version, counted }) => [_id, version, counted]).sort()).toEqual([['a', 6, 6], ['b', 6, 6]]);
    expect(published.map(({ id, version }) => `${id}${version}`).sort()).toEqual(['a', 'b'].flatMap((id) => [1, 2, 3, 4, 5, 6].map((version) => `${id}${version}`)));
  });

  it('write what others cannot see without telling them, and nothing when there is nothing to write', async () => {
    const { documents, published, database } = await open();
    await documents.foldAll('acme', [raise('a', 0), nothing('b')]);
    expect(published).toEqual([]);
    expect(await database.collection('announcements').countDocuments({})).toBe(0);
    expect([...(await documents.find('acme', ['a', 'b'])).keys()]).toEqual(['a']);
  });

  it('leave no announcement behind once it is published', async () => {
    const { documents, published, database } = await open();
    await documents.foldAll('acme', [raise('a')]);
    expect(published).toMatchObject([{ id: 'a', version: 1, deleted: false, cause: 'test' }]);
    expect(await database.collection('announcements').countDocuments({})).toBe(0);
  });

  it('store what they refer to before themselves', async () => {
    const seen: number[] = [];
    const { documents } = await open(async (tenantId, coming) => {
      seen.push((await documents.find(tenantId, coming.map(({ _id }) => _id))).size);
    });
    await documents.foldAll('acme', [raise('a')]);
    expect(seen).toEqual([0]);
  });

  it('are not written when what they refer to cannot be', async () => {
    const { documents, published } = await open(() => Promise.reject(new Error('full')));
    await expect(documents.foldAll('acme', [raise('a')])).rejects.toThrow('full');
    expect([(await documents.find('acme', ['a'])).size, published]).toEqual([0, []]);
  });

  it('list versions page by page in order of id, and those of some', async () => {
    const { documents } = await open();
    await documents.foldAll('acme', ['c', 'a', 'b'].map((id) => raise(id)));
    await documents.foldAll('acme', [raise('b')]);
    const ids = async (after: string | undefined) => (await documents.listVersions('acme', after, 2)).map(({ _id, version }) => [_id, version]);
    expect([await ids(undefined), await ids('b'), await ids('c')]).toEqual([[['a', 1], ['b', 2]], [['c', 1]], []]);
    expect(await documents.currentVersions('acme', ['b', 'none'])).toEqual(new Map([['b', 2]]));
  });
});

describe('versioned documents', () => {
  it('give up with a conflict when faster writers never let up', async () => {
    const fake = createFakeDatabase();
    const { documents } = await openOn(fake.database);
    let revision = 0;
    fake.beforeCommand = (command) => {
      if (command === 'counters.bulkWrite') {
        fake.put('counters', { _id: 'a', version: 1, revision: ++revision, deleted: false, counted: 0 });
      }
    };
    await expect(documents.foldAll('acme', [raise('a')])).rejects.toThrow(ConflictError);
  });
});
