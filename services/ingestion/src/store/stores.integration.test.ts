import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events, type Record as SourceRecord } from '@secondlook/contracts';
import { connectMongo, createAnnouncer, type Doorbell, type TenantDatabases, type VersionedDocument } from '@secondlook/kit';
import { createFakeDatabase, createFakeRunning } from '@secondlook/kit/testing';
import { startEngine, type Engine } from '@secondlook/testkit';
import { type MongoClient } from 'mongodb';

import { type Erasure } from '../domain/candidate-document';
import { type Finding } from '../domain/fold';
import { createBlobs, hashBytes } from './blobs';
import { createCandidates } from './candidates';
import { ensureIndexes } from './database';
import { createErasureLedger } from './erasure-ledger';
import { createExtractions } from './extractions';
import { createQuarantine, quarantineIdOf, type Quarantine, type QuarantinedDocument } from './quarantine';
import { createReferenceLists } from './reference-lists';

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

const engines = ['in memory', 'on MongoDB'] as const;
async function open(kind: (typeof engines)[number]): Promise<TenantDatabases> {
  const database = kind === 'in memory' ? createFakeDatabase().database : client.db(`stores_${++opened}`);
  await ensureIndexes(database);
  return { open: () => Promise.resolve(database), list: () => Promise.resolve(['acme']), drop: () => Promise.resolve() };
}

const now = new Date('2026-06-15T12:00:00Z');

describe.each(engines)('blobs %s', (kind) => {
  it('are what was put, whole, also in several chunks and of no bytes', async () => {
    const blobs = createBlobs(await open(kind), () => now);
    const large = Buffer.alloc((4 << 20) + 5, 7);
    await blobs.put('acme', 'large', large);
    await blobs.put('acme', 'empty', Buffer.alloc(0));
    await blobs.put('acme', 'large', large);
    expect((await blobs.find('acme', 'large'))?.equals(large)).toBe(true);
    expect(await blobs.find('acme', 'empty')).toHaveLength(0);
    expect(await blobs.find('acme', 'none')).toBeUndefined();
    const many = await blobs.findMany('acme', ['large', 'empty', 'none']);
    expect([...many].map(([id, bytes]) => [id, hashBytes(bytes)]).sort()).toEqual([['empty', hashBytes(Buffer.alloc(0))], ['large', hashBytes(large)]]);
  }, 30_000);

  it('are not there while a part is missing, as after a crash', async () => {
    const databases = await open(kind);
    const blobs = createBlobs(databases, () => now);
    await blobs.put('acme', 'large', Buffer.alloc((4 << 20) + 5, 7));
    await (await databases.open('acme')).collection<{ _id: string }>('blobs').deleteOne({ _id: 'large#1' });
    expect(await blobs.find('acme', 'large')).toBeUndefined();
  }, 30_000);

  it('are removed with all their parts, and listed by when they were stored', async () => {
    const databases = await open(kind);
    const blobs = createBlobs(databases, () => now);
    await blobs.put('acme', 'a', Buffer.alloc((4 << 20) + 5));
    await blobs.put('acme', 'b', Buffer.from('b'));
    const listed: string[] = [];
    for await (const id of blobs.listIds('acme', new Date(now.getTime() + 1))) {
      listed.push(id);
    }
    expect(listed.sort()).toEqual(['a', 'b']);
    await blobs.remove('acme', ['a', 'a', 'none']);
    await blobs.remove('acme', []);
    const left = await (await databases.open('acme')).collection('blobs').find({}, { projection: { _id: 1 } }).toArray();
    expect(left.map(({ _id }) => String(_id))).toEqual(['b#0']);
  }, 30_000);
});

describe.each(engines)('the quarantine %s', (kind) => {
  const keyOf = (partId: string, entityId = 'e1') => ({ entityId, kind: 'attachment', partId });
  const recordOf = (partId: string, readSeq: number, more: Partial<SourceRecord> = {}): SourceRecord => ({
    connectionId: 'k', source: 'smartrecruiters', read: { leaseEpoch: 1, readSeq }, unsendableReason: '', ...more,
    record: { $case: 'attachment', value: { candidateExternalId: 'c1', attachmentExternalId: partId, json: Buffer.from('{'), blobSha256: '', blobSizeBytes: 0, unavailableReason: '' } },
  });
  /** Read and set aside at the same moment. */
  const record = (partId: string, reason: string, ms: number, entityId = 'e1', more: Partial<SourceRecord> = {}) => ({ key: keyOf(partId, entityId), externalId: 'c1', reason, time: new Date(ms), record: recordOf(partId, ms, more) });
  const entryOf = (quarantine: Quarantine, partId: string) => quarantine.findEntry('acme', quarantineIdOf(keyOf(partId)));

  it('holds a record once, with the newest reason, and lists the newest first', async () => {
    const quarantine = createQuarantine(await open(kind));
    await quarantine.put('acme', record('f1', 'not JSON', 1));
    await quarantine.put('acme', record('f2', 'not JSON', 2));
    await quarantine.put('acme', record('f1', 'too large', 3));
    const { records, total } = await quarantine.list('acme', 0, 10);
    expect(total).toBe(2);
    expect(records.map(({ partId, reason, sizeBytes }) => [partId, reason, sizeBytes])).toEqual([['f1', 'too large', 1], ['f2', 'not JSON', 1]]);
    expect((await quarantine.list('acme', 1, 1)).records.map(({ partId }) => partId)).toEqual(['f2']);
  });

  it('counts how often a part was judged and since when it is there, and holds what was read last, as it was sent', async () => {
    const quarantine = createQuarantine(await open(kind));
    await quarantine.put('acme', record('f1', 'not JSON', 5));
    await quarantine.put('acme', record('f1', 'too large', 7));
    await quarantine.put('acme', record('f1', 'of an earlier read', 6));
    expect(await entryOf(quarantine, 'f1')).toMatchObject({ reason: 'too large', attempts: 2, sinceTime: new Date(5), quarantinedTime: new Date(7), isWhole: true });
    expect(await quarantine.findRecord('acme', quarantineIdOf(keyOf('f1')))).toEqual(recordOf('f1', 7));
    expect(await quarantine.findRecord('acme', quarantineIdOf(keyOf('f2')))).toBeUndefined();
  });

  it('loses no judgement to writers that race', async () => {
    const quarantine = createQuarantine(await open(kind));
    await Promise.all([1, 2, 3, 4].map((ms) => quarantine.put('acme', record('f1', `reason ${ms}`, ms))));
    expect(await entryOf(quarantine, 'f1')).toMatchObject({ reason: 'reason 4', read: { leaseEpoch: 1, readSeq: 4 } });
  });

  it('names what was judged by less than is known today, and is there whole', async () => {
    const databases = await open(kind);
    const quarantine = createQuarantine(databases);
    for (const [partId, more] of [['old', {}], ['new', {}], ['torn', { unsendableReason: 'too large' }]] as const) {
      await quarantine.put('acme', record(partId, 'not JSON', 1, 'e1', more));
    }
    for (const partId of ['old', 'torn']) {
      await (await databases.open('acme')).collection<{ _id: string }>('quarantine').updateOne({ _id: quarantineIdOf(keyOf(partId)) }, { $set: { interpretationVersion: 0 } });
    }
    expect(await quarantine.listOutdated('acme')).toEqual([quarantineIdOf(keyOf('old'))]);
  });

  it('knows what an earlier release set aside, and replaces it', async () => {
    const databases = await open(kind);
    const quarantine = createQuarantine(databases);
    const _id = quarantineIdOf(keyOf('f1'));
    await (await databases.open('acme')).collection<QuarantinedDocument>('quarantine').insertOne({ _id, connectionId: 'k', kind: 'attachment', externalId: 'c1', partId: 'f1', reason: 'not JSON', quarantinedTime: new Date(1), sizeBytes: 1 });
    expect([await quarantine.listOutdated('acme'), await quarantine.findRecord('acme', _id)]).toEqual([[], undefined]);
    await quarantine.put('acme', record('f1', 'too large', 2));
    expect(await entryOf(quarantine, 'f1')).toMatchObject({ reason: 'too large', attempts: 1 });
  });

  it('lets a record go when the mirror holds it or what was read later, and everything of an entity or connection that is gone', async () => {
    const quarantine = createQuarantine(await open(kind));
    await quarantine.put('acme', record('f1', 'not JSON', 1));
    await quarantine.put('acme', record('f2', 'not JSON', 2));
    await quarantine.put('acme', record('f1', 'not JSON', 3, 'e2'));
    await quarantine.put('acme', record('f1', 'not JSON', 4, 'e22'));
    await quarantine.put('acme', record('f1', 'not JSON', 5, 'e3', { connectionId: 'k2' }));
    await quarantine.release('acme', [{ key: keyOf('f1'), read: { leaseEpoch: 1, readSeq: 1 } }, { key: keyOf('f2'), read: { leaseEpoch: 1, readSeq: 1 } }, { key: { ...keyOf('f2'), kind: 'application' }, read: { leaseEpoch: 2, readSeq: 1 } }]);
    expect((await quarantine.list('acme', 0, 10)).total).toBe(4);
    await quarantine.removeOf('acme', 'e2');
    const { entityIds, connectionIds } = await quarantine.listOrigins('acme');
    expect([entityIds.sort(), connectionIds.sort()]).toEqual([['e1', 'e22', 'e3'], ['k', 'k2']]);
    await quarantine.removeOfConnection('acme', 'k');
    expect((await quarantine.listOrigins('acme')).entityIds).toEqual(['e3']);
  });
});

describe.each(engines)('extractions %s', (kind) => {
  it('are claimed by one worker at a time, again once a claim has run out, and gone once removed', async () => {
    const requested: string[] = [];
    const extractions = createExtractions(await open(kind), (tenantId) => requested.push(tenantId));
    const work = ['a', 'b', 'c'].map((_id) => ({ _id, candidateId: 'c', sha256: _id }));
    await extractions.request('acme', work);
    await extractions.request('acme', work);
    const later = new Date(now.getTime() + 1_000);
    const claims = await Promise.all([1, 2, 3].map(() => extractions.claim('acme', 3, now, later)));
    expect(claims.flat().map(({ _id }) => _id).sort()).toEqual(['a', 'b', 'c']);
    expect(await extractions.claim('acme', 3, now, later)).toEqual([]);
    expect(await extractions.claim('acme', 3, later, later)).toMatchObject([{ attempt: 2 }, { attempt: 2 }, { attempt: 2 }]);
    await extractions.remove('acme', ['a', 'b', 'c']);
    expect([await extractions.claim('acme', 3, new Date(later.getTime() + 1), later), requested]).toEqual([[], ['acme', 'acme']]);
  });
});

describe.each(engines)('reference lists %s', (kind) => {
  it('are the newest read, whatever comes later', async () => {
    const lists = createReferenceLists(await open(kind));
    const put = (readSeq: number, json: string) => lists.put('acme', 'k', 'sources', Buffer.from(json), { leaseEpoch: 1, readSeq });
    expect([await put(5, '{"a":1}'), await put(4, '{"a":0}'), await put(5, '{"a":1}'), await put(6, '{"a": 1}'), await put(7, '{"a":2}'), await put(8, '[')]).toEqual([
      'kept', 'superseded', 'unchanged', 'seen', 'kept', { quarantined: 'not JSON' },
    ]);
  });
});

describe.each(engines)('candidates %s', (kind) => {
  const origin = { connectionId: 'k', source: 'smartrecruiters', externalId: 'c1' };
  const at = (readSeq: number) => ({ leaseEpoch: 1, readSeq });
  const detail = (readSeq: number, firstName: string): Finding => ({ kind: 'record', read: at(readSeq), record: { $case: 'candidateDetail', value: { candidateExternalId: 'c1', json: Buffer.from(JSON.stringify({ id: 'c1', firstName })) } } });
  const attachment = (readSeq: number, id: string, bytes: string): Finding => ({
    kind: 'record', read: at(readSeq), record: { $case: 'attachment', value: { candidateExternalId: 'c1', attachmentExternalId: id, json: Buffer.from('{}'), blobSha256: hashBytes(Buffer.from(bytes)), blobSizeBytes: bytes.length, unavailableReason: '' } },
  });

  async function openCandidates() {
    const databases = await open(kind);
    const published: Doorbell[] = [];
    const announcer = createAnnouncer({ databases, events: [events.candidateChanged], currentVersions: () => Promise.resolve(new Map()), publisher: { publish: (_event, _tenant, doorbells) => Promise.resolve(void published.push(...doorbells)) }, running });
    const extractions = createExtractions(databases, () => undefined);
    const blobs = createBlobs(databases, () => now);
    const quarantine = createQuarantine(databases);
    const database = await databases.open('acme');
    const ledger = createErasureLedger({ db: () => database });
    const candidates = createCandidates({ databases, announcer, extractions, blobs, quarantine, ledger, idKeys: { get: () => Promise.resolve(Buffer.alloc(32)) }, now: () => now });
    const fold = (findings: readonly Finding[]) => candidates.foldFindings('acme', [{ candidateId: 'id1', findings, origin, cause: 'test' }]);
    return { candidates, blobs, extractions, quarantine, ledger, database, published, fold };
  }

  it('lose no part to writers that race, and end with the newest of each', async () => {
    const { candidates, fold } = await openCandidates();
    await Promise.all([fold([detail(1, 'Old')]), fold([detail(9, 'New')]), fold([detail(5, 'Middle')]), fold([attachment(2, 'f1', 'x')]), fold([attachment(3, 'f2', 'y')])]);
    const stored = (await candidates.find('acme', ['id1'])).get('id1');
    expect(stored).toMatchObject({ deleted: false, detail: { read: at(9) }, attachments: [{ id: 'f1' }, { id: 'f2' }], assembled: { name: { given: 'New' } } });
  });

  it('note the text that is to be read with the reference to its bytes, once per content', async () => {
    const { extractions, fold } = await openCandidates();
    await fold([detail(1, 'A'), attachment(2, 'f1', 'x'), attachment(3, 'f2', 'x')]);
    expect(await extractions.claim('acme', 10, now, now)).toMatchObject([{ candidateId: 'id1', sha256: hashBytes(Buffer.from('x')) }]);
  });

  it('leave nothing but a tombstone: bytes and pending work go with them, and the event says so', async () => {
    const { candidates, blobs, extractions, published, fold } = await openCandidates();
    const sha256 = hashBytes(Buffer.from('x'));
    await blobs.put('acme', `id1/${sha256}`, Buffer.from('x'));
    await blobs.put('acme', `id1/${sha256}.text`, Buffer.from('text'));
    await fold([detail(1, 'A'), attachment(2, 'f1', 'x')]);
    await fold([{ kind: 'deletion', proof: 'webhook' }]);
    expect((await candidates.find('acme', ['id1'])).get('id1')).toMatchObject({ deleted: true, version: 2, purge: [] });
    expect([await blobs.find('acme', `id1/${sha256}`), await blobs.find('acme', `id1/${sha256}.text`), await extractions.claim('acme', 10, now, now)]).toEqual([undefined, undefined, []]);
    expect(published.map(({ version, deleted }) => [version, deleted])).toEqual([[1, false], [2, true]]);
    expect(await fold([detail(99, 'Back')])).toEqual([['superseded']]);
  });

  it('enter the erasure ledger before they are buried, once, and nothing else does', async () => {
    const { ledger, database, candidates, fold } = await openCandidates();
    await fold([detail(1, 'A')]);
    expect(await ledger.find('acme', 'id1')).toBeUndefined();
    await fold([{ kind: 'deletion', proof: 'not_found' }]);
    const erasure = { candidateId: 'id1', version: 2, proof: 'not_found', time: now };
    expect([await ledger.find('acme', 'id1'), (await candidates.find('acme', ['id1'])).get('id1')]).toMatchObject([erasure, { deleted: true, deletedTime: now, purgedTime: now, proof: 'not_found' }]);
    await ledger.put('acme', [{ ...erasure, version: 1, proof: 'webhook', time: new Date(0) }]);
    expect(await database.collection<{ _id: string }>('acme').find({}).toArray()).toEqual([{ _id: 'id1', version: 2, proof: 'not_found', time: now }]);
  });

  it('who are buried are in the erasure ledger again within a day when it was lost, or when they were buried before there was one', async () => {
    const { candidates, ledger, database, fold } = await openCandidates();
    await fold([detail(1, 'A'), { kind: 'deletion', proof: 'webhook' }]);
    await database.collection<VersionedDocument>('candidates').insertOne({ _id: 'old', version: 3, revision: 3, deleted: true });
    await database.collection<VersionedDocument>('candidates').insertOne({ _id: 'live', version: 1, revision: 1, deleted: false });
    await database.collection('acme').deleteMany({});
    await candidates.enterErased('acme');
    expect([await ledger.find('acme', 'id1'), await ledger.find('acme', 'old'), await ledger.find('acme', 'live')]).toEqual([
      { candidateId: 'id1', version: 1, proof: 'webhook', time: now }, { candidateId: 'old', version: 3, proof: '' }, undefined,
    ]);
  });

  it('who were erased and are back are buried at no lower version than was seen, with all that is kept of them', async () => {
    const { candidates, quarantine, ledger, database, blobs, published, fold } = await openCandidates();
    const sha256 = hashBytes(Buffer.from('x'));
    await blobs.put('acme', `id1/${sha256}`, Buffer.from('x'));
    await fold([detail(1, 'A'), attachment(2, 'f1', 'x')]);
    const backup = await database.collection<{ _id: string }>('candidates').findOne({ _id: 'id1' });
    await fold([detail(3, 'B')]);
    await fold([detail(4, 'C')]);
    await fold([{ kind: 'deletion', proof: 'webhook' }]);
    await database.collection<{ _id: string }>('candidates').replaceOne({ _id: 'id1' }, backup ?? {});
    await blobs.put('acme', `id1/${sha256}`, Buffer.from('x'));
    await quarantine.put('acme', { key: { entityId: 'id2', kind: 'candidateDetail', partId: '' }, externalId: 'c2', reason: 'not JSON', time: now, record: { connectionId: 'k', source: 's', read: at(1), unsendableReason: '', record: { $case: 'candidateDetail', value: { candidateExternalId: 'c2', json: Buffer.from('{') } } } });
    await ledger.put('acme', [{ candidateId: 'id2', version: 1, proof: 'webhook', time: now }]);
    published.length = 0;

    const erasures: Erasure[] = [];
    for await (const page of ledger.pages('acme')) {
      erasures.push(...page);
    }
    expect(await candidates.buryErased('acme', erasures)).toBe(2);
    expect(await candidates.buryErased('acme', erasures)).toBe(0);
    const found = await candidates.find('acme', ['id1', 'id2']);
    expect([found.get('id1'), found.get('id2')]).toMatchObject([{ deleted: true, version: 4, purge: [] }, { deleted: true, version: 1, purge: [] }]);
    expect(published.map(({ id, version, deleted }) => [id, version, deleted]).sort()).toEqual([['id1', 4, true], ['id2', 1, true]]);
    expect([await blobs.hasAnyOf('acme', 'id1'), await quarantine.hasAnyOf('acme', 'id2')]).toEqual([false, false]);
  });

  it('are counted and listed with why they are hidden: who is out of view need not be in a list, whose consent ended is', async () => {
    const { candidates } = await openCandidates();
    const json = (status: string) => Buffer.from(JSON.stringify({ status }));
    const said = (seq: number, candidateExternalId: string, status: string): Finding => ({ kind: 'record', read: at(seq), record: { $case: 'consentStatus', value: { candidateExternalId, json: json(status) } } });
    const people: Record<string, readonly Finding[]> = {
      ended: [said(2, 'ended', 'ACQUIRED'), said(3, 'ended', 'PENDING')],
      given: [said(2, 'given', 'ACQUIRED')],
      lost: [{ kind: 'record', read: at(4), record: { $case: 'candidateRefusal', value: { candidateExternalId: 'lost' } } }],
      gone: [{ kind: 'deletion', proof: 'webhook' }],
    };
    for (const [id, findings] of Object.entries(people)) {
      const applied: Finding = { kind: 'record', read: at(1), record: { $case: 'application', value: { candidateExternalId: id, jobExternalId: 'j1', json: Buffer.from('{}') } } };
      const named: Finding = { kind: 'record', read: at(1), record: { $case: 'candidateDetail', value: { candidateExternalId: id, json: Buffer.from(JSON.stringify({ id, updatedOn: '2026-01-02T00:00:00Z' })) } } };
      await candidates.foldFindings('acme', [{ candidateId: id, findings: [named, applied, ...findings], origin: { ...origin, externalId: id }, cause: 'test' }]);
    }
    expect(await candidates.count('acme', origin.connectionId)).toEqual({ mirrored: 3, outOfView: 1, consentEnded: 1 });
    expect(await candidates.count('acme', 'another')).toEqual({ mirrored: 0, outOfView: 0, consentEnded: 0 });
    const listed = await candidates.listListed('acme', undefined, 10);
    expect(listed.map(({ _id, isListed, isOutOfView = false, consentJson = '' }) => [_id, isListed, isOutOfView, consentJson])).toEqual([
      ['ended', true, false, json('PENDING').toString()],
      ['given', true, false, json('ACQUIRED').toString()],
      ['gone', false, false, ''],
      ['lost', false, true, ''],
    ]);
    expect(listed.map(({ _id, changedTime, jobExternalIds }) => [_id, changedTime?.toISOString(), jobExternalIds])[1]).toEqual(['given', '2026-01-02T00:00:00.000Z', ['j1']]);
  });

  it('of whom nothing is known are not made by a decision', async () => {
    const { candidates } = await openCandidates();
    expect(await candidates.foldFindings('acme', [{ candidateId: 'id9', findings: [{ kind: 'time' }], cause: 'test' }])).toEqual([['superseded']]);
    expect((await candidates.find('acme', ['id9'])).size).toBe(0);
  });
});
