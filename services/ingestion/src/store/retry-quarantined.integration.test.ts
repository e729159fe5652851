import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events, RetryVerdict, type Record as SourceRecord } from '@secondlook/contracts';
import { connectMongo, createAnnouncer, type TenantDatabases } from '@secondlook/kit';
import { createFakeDatabase, createFakeRunning } from '@secondlook/kit/testing';
import { startEngine, type Engine } from '@secondlook/testkit';
import { type Db, type MongoClient } from 'mongodb';

import { createOpaqueIds } from '../domain/opaque-id';
import { retryOutdated } from '../retry-outdated';
import { createBlobs, hashBytes } from './blobs';
import { createCandidates } from './candidates';
import { ensureIndexes } from './database';
import { createErasureLedger } from './erasure-ledger';
import { createExtractions } from './extractions';
import { createJobs } from './jobs';
import { createMirrorRecords } from './mirror-records';
import { createQuarantine } from './quarantine';
import { createReferenceLists } from './reference-lists';
import { createRetryQuarantined } from './retry-quarantined';

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

const TENANT = 'acme';
const idKey = Buffer.alloc(32);
const FIVE_MEGABYTES = 'x'.repeat(5 << 20);

describe.each(['in memory', 'on MongoDB'] as const)('a record that was set aside, %s', (kind) => {
  async function openStores() {
    const database: Db = kind === 'in memory' ? createFakeDatabase().database : client.db(`retry_${++opened}`);
    await ensureIndexes(database);
    const databases: TenantDatabases = { open: () => Promise.resolve(database), list: () => Promise.resolve([TENANT]), drop: () => Promise.resolve() };
    const announcer = createAnnouncer({ databases, events: [events.candidateChanged, events.jobChanged], currentVersions: () => Promise.resolve(new Map()), publisher: { publish: () => Promise.resolve() }, running });
    const now = () => new Date();
    const blobs = createBlobs(databases, now);
    const quarantine = createQuarantine(databases);
    const idKeys = { get: () => Promise.resolve(idKey) };
    const candidates = createCandidates({ databases, announcer, extractions: createExtractions(databases, () => undefined), blobs, quarantine, ledger: createErasureLedger({ db: () => database }), idKeys, now });
    const mirrorRecords = createMirrorRecords({ candidates, jobs: createJobs(databases, announcer), references: createReferenceLists(databases), quarantine, idKeys, now });
    const connections = new Set(['k']);
    const retryQuarantined = createRetryQuarantined({ quarantine, blobs, mirrorRecords, connectionsOf: () => Promise.resolve(connections) });
    const idsOf = async () => (await quarantine.list(TENANT, 0, 10)).records.map(({ _id }) => _id);
    const personOf = async (externalId: string) => (await candidates.find(TENANT, [createOpaqueIds(idKey, 'k')('candidate', externalId)])).values().next().value;
    return {
      database, quarantine, connections, idsOf, personOf, retryQuarantined,
      mirror: (...records: SourceRecord[]) => mirrorRecords(TENANT, records),
      retryAll: async () => retryQuarantined(TENANT, await idsOf()),
    };
  }

  const recordOf = (readSeq: number, record: SourceRecord['record'], more: Partial<SourceRecord> = {}): SourceRecord => ({ connectionId: 'k', source: 'smartrecruiters', read: { leaseEpoch: 1, readSeq }, unsendableReason: '', record, ...more });
  const detail = (readSeq: number, fields: object, more: Partial<SourceRecord> = {}) =>
    recordOf(readSeq, { $case: 'candidateDetail', value: { candidateExternalId: 'c1', json: Buffer.from(JSON.stringify({ id: 'c1', ...fields })) } }, more);
  const application = (readSeq: number, fields: object) => recordOf(readSeq, { $case: 'application', value: { candidateExternalId: 'c1', jobExternalId: 'j1', json: Buffer.from(JSON.stringify(fields)) } });
  const broken = (readSeq: number) => recordOf(readSeq, { $case: 'candidateDetail', value: { candidateExternalId: 'c1', json: Buffer.from('{') } });

  it('is mirrored by a retry once there is room for it, and leaves the quarantine', async () => {
    const { mirror, idsOf, retryAll, personOf } = await openStores();
    await mirror(detail(1, { firstName: FIVE_MEGABYTES }), application(2, { status: FIVE_MEGABYTES }));
    expect(await idsOf()).toHaveLength(1);
    expect(await retryAll()).toMatchObject([{ verdict: RetryVerdict.STILL_SET_ASIDE, reason: expect.stringContaining('exceed'), attempts: 2 }]);
    await mirror(detail(3, { firstName: 'Small' }));
    expect(await retryAll()).toMatchObject([{ verdict: RetryVerdict.RELEASED, attempts: 3 }]);
    expect([await idsOf(), await personOf('c1')]).toMatchObject([[], { applications: [{ id: 'j1', read: { readSeq: 2 } }] }]);
  }, 60_000);

  it('goes when the mirror comes to hold what was read later, also what it held before', async () => {
    const { mirror, idsOf } = await openStores();
    await mirror(detail(1, { firstName: 'A' }));
    await mirror(broken(2));
    expect(await idsOf()).toHaveLength(1);
    await mirror(detail(1, { firstName: 'A' }));
    expect(await idsOf()).toHaveLength(1);
    await mirror(detail(3, { firstName: 'A' }));
    expect(await idsOf()).toEqual([]);
  }, 60_000);

  it('is not tried when it did not come whole, or without its bytes; what is not there is said to be so', async () => {
    const { mirror, idsOf, retryAll, retryQuarantined } = await openStores();
    await mirror(detail(1, {}, { unsendableReason: 'refused six times' }));
    expect(await retryAll()).toMatchObject([{ verdict: RetryVerdict.NOT_WHOLE, reason: 'refused six times', attempts: 1 }]);
    await mirror(detail(2, {}));
    await mirror(recordOf(3, { $case: 'attachment', value: { candidateExternalId: 'c1', attachmentExternalId: 'f1', json: Buffer.from('{'), blobSha256: hashBytes(Buffer.from('gone')), blobSizeBytes: 4, unavailableReason: '' } }));
    expect(await retryAll()).toMatchObject([{ verdict: RetryVerdict.NOT_WHOLE, reason: 'not JSON' }]);
    expect(await retryQuarantined(TENANT, ['nothing|such'])).toMatchObject([{ verdict: RetryVerdict.NOT_THERE }]);
    expect(await idsOf()).toHaveLength(1);
  }, 60_000);

  it('brings nobody back: it goes with its connection and its person', async () => {
    const { mirror, idsOf, retryAll, connections, personOf, retryQuarantined } = await openStores();
    await mirror(broken(1));
    const ids = await idsOf();
    connections.clear();
    expect(await retryAll()).toMatchObject([{ verdict: RetryVerdict.NOT_THERE }]);
    connections.add('k');
    await mirror(broken(2), recordOf(3, { $case: 'candidateDeletion', value: { candidateExternalId: 'c1', proof: 'webhook', mergedIntoExternalId: '' } }));
    expect([await retryQuarantined(TENANT, ids), await personOf('c1')]).toMatchObject([[{ verdict: RetryVerdict.NOT_THERE }], { deleted: true }]);
  }, 60_000);

  it('is tried once by a release that understands more than the one that judged it', async () => {
    const { mirror, database, quarantine, retryQuarantined, idsOf, personOf } = await openStores();
    await mirror(detail(1, { firstName: FIVE_MEGABYTES }), application(2, { status: FIVE_MEGABYTES }));
    const [_id = ''] = await idsOf();
    await mirror(detail(3, { firstName: 'Small' }));
    await database.collection<{ _id: string }>('quarantine').updateOne({ _id }, { $set: { interpretationVersion: 0 } });
    await retryOutdated({ quarantine, retryQuarantined, tenants: () => Promise.resolve([TENANT]) }, new AbortController().signal);
    expect([await idsOf(), await personOf('c1')]).toMatchObject([[], { applications: [{ id: 'j1' }] }]);
    await mirror(broken(4));
    await retryOutdated({ quarantine, retryQuarantined, tenants: () => Promise.resolve([TENANT]) }, new AbortController().signal);
    expect((await quarantine.list(TENANT, 0, 10)).records).toMatchObject([{ attempts: 1 }]);
  }, 60_000);
});
