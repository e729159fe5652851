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

interface Members extends VersionedDocument {
  readonly members: readonly string[];
}

/** Adds a member; folded twice, it changes nothing. */
const add = (id: string, member = 'm', isVisible = true): Folding<Members> => ({
  id,
  cause: 'test',
  fold: (stored) =>
    stored?.members.includes(member) === true
      ? { next: undefined, changed: false }
      : {
          next: { _id: id, version: (stored?.version ?? 0) + (isVisible ? 1 : 0), revision: (stored?.revision ?? 0) + 1, deleted: false, members: [...(stored?.members ?? []), member] },
          changed: isVisible,
        },
});
const nothing = (id: string): Folding<Members> => ({ id, cause: 'test', fold: () => ({ next: undefined, changed: false }) });

async function openOn(database: Db, prepare?: (tenantId: string, documents: readonly Members[]) => Promise<void>) {
  await ensureConditionIndex(database, 'sets', 'revision');
  const published: Doorbell[] = [];
  const databases = { open: () => Promise.resolve(database), list: () => Promise.resolve(['acme']) };
  const announcer = createAnnouncer({
    databases,
    publisher: { publish: (_event, _tenant, doorbells) => Promise.resolve(void published.push(...doorbells)) },
    events: [events.candidateChanged],
    currentVersions: (tenantId, _event, ids) => documents.currentVersions(tenantId, ids),
    running,
  });
  const documents = createVersionedDocuments<Members>('sets', events.candidateChanged, databases, announcer, {
    read: (db, ids) => db.collection<Members>('sets').find({ _id: { $in: [...ids] } }).toArray(),
    ...(prepare === undefined ? {} : { prepare }),
  });
  return { documents, published, database };
}

describe.each(['in memory', 'on MongoDB'] as const)('versioned documents %s', (kind) => {
  const open = (prepare?: Parameters<typeof openOn>[1]) => openOn(kind === 'in memory' ? createFakeDatabase().database : client.db(`versioned_${++opened}`), prepare);

  it('lose no change of writers that race, and announce the last version or leave it to the relay', async () => {
    const { documents, published, database } = await open();
    const members = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
    await Promise.all(members.map((member) => documents.foldAll('acme', [add('a', member), add('b', member)])));
    const stored = await documents.find('acme', ['a', 'b', 'none']);
    expect([...stored.values()].map((document) => [document._id, document.version, document.members.toSorted()]).sort()).toEqual([['a', 6, members], ['b', 6, members]]);
    const waiting = await database.collection<{ _id: string; version: number }>('announcements').find({}).toArray();
    const told = [...published.map(({ id, version }) => `${id}${version}`), ...waiting.map(({ _id, version }) => `${_id.slice(-1)}${version}`)];
    expect(told).toEqual(expect.arrayContaining(['a6', 'b6']));
  });

  it('write what others cannot see without telling them, and nothing when there is nothing to write', async () => {
    const { documents, published, database } = await open();
    await documents.foldAll('acme', [add('a', 'm', false), nothing('b')]);
    expect(published).toEqual([]);
    expect(await database.collection('announcements').countDocuments({})).toBe(0);
    expect([...(await documents.find('acme', ['a', 'b'])).keys()]).toEqual(['a']);
  });

  it('leave no announcement behind once it is published', async () => {
    const { documents, published, database } = await open();
    await documents.foldAll('acme', [add('a')]);
    expect(published).toMatchObject([{ id: 'a', version: 1, deleted: false, cause: 'test' }]);
    expect(await database.collection('announcements').countDocuments({})).toBe(0);
  });

  it('store what they refer to before themselves', async () => {
    const seen: number[] = [];
    const { documents } = await open(async (tenantId, coming) => {
      seen.push((await documents.find(tenantId, coming.map(({ _id }) => _id))).size);
    });
    await documents.foldAll('acme', [add('a')]);
    expect(seen).toEqual([0]);
  });

  it('are not written when what they refer to cannot be', async () => {
    const { documents, published } = await open(() => Promise.reject(new Error('full')));
    await expect(documents.foldAll('acme', [add('a')])).rejects.toThrow('full');
    expect([(await documents.find('acme', ['a'])).size, published]).toEqual([0, []]);
  });

  it('list versions page by page in order of id, and those of some', async () => {
    const { documents } = await open();
    await documents.foldAll('acme', ['c', 'a', 'b'].map((id) => add(id)));
    await documents.foldAll('acme', [add('b', 'n')]);
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
      if (command === 'sets.bulkWrite') {
        fake.put('sets', { _id: 'a', version: 1, revision: ++revision, deleted: false, members: [] });
      }
    };
    await expect(documents.foldAll('acme', [add('a')])).rejects.toThrow(ConflictError);
  });
});
