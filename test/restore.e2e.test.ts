import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Candidate, Outcome, PurgeState, type DeletionReceipt } from '@secondlook/contracts';
import { ACME, eventually, GLOBEX, provision, readWebhooks, startEngine, startTestStack, waitUntilQuiet, type Engine, type TestStack } from '@secondlook/testkit';
import { MongoClient, type Document } from 'mongodb';

import { expectInvariants } from './support/expect-invariants';
import { listPeople } from './support/people';

/** What a backup of the tenant's people is: who they are, what was decided and learned of them. The erasure ledger is elsewhere. */
const BACKED_UP = ['ingestion', 'matcher', 'enrichment'].map((service) => `${service}_${ACME}`);

describe('somebody who was deleted', () => {
  const ledgerFolder = mkdtempSync(join(tmpdir(), 'secondlook-ledger-'));
  let ledger: Engine;
  let stack: TestStack;
  let mongo: MongoClient;
  let backup: Map<string, Map<string, Document[]>>;
  let gone: Candidate;
  let deletedAfter: number;

  beforeAll(async () => {
    ledger = await startEngine('mongo', { dataFolder: ledgerFolder });
    stack = await startTestStack({ size: 30, environment: { ERASURE_LEDGER_MONGO_URL: ledger.url } });
    mongo = await MongoClient.connect(stack.engines.mongo.url);
    await provision(stack);
    await readWebhooks(stack);
    await waitUntilQuiet(stack.view(), 180_000);
    const person = (await listPeople(stack, ACME)).find(({ decision, facts, attachments }) => decision?.outcome === Outcome.MATCH && facts !== undefined && attachments.length > 0);
    gone = person ?? Candidate.fromPartial({});
    backup = await dump();
    deletedAfter = Date.now();
    await stack.control(ACME).remove(`/candidates/${gone.externalId}`);
    await eventually('all of it is purged', () => receiptOf(gone.candidateId), (found) => found?.complete === true);
  }, 400_000);
  afterAll(async () => {
    await mongo.close();
    await stack.stop();
    await ledger.stop();
    rmSync(ledgerFolder, { recursive: true, force: true });
  }, 60_000);

  const receiptOf = async (candidateId: string, tenant = ACME): Promise<DeletionReceipt | undefined> =>
    (await stack.clients.ingestion.getDeletionReceipt({ candidateId }, stack.as(tenant))).receipt;
  const statesOf = ({ stores }: DeletionReceipt) => Object.fromEntries(stores.map(({ store, state }) => [store, state]));
  const documentOf = () => mongo.db(`ingestion_${ACME}`).collection<{ _id: string; deleted: boolean }>('candidates').findOne({ _id: gone.candidateId });
  const readiness = async () => (await fetch(`http://127.0.0.1:${stack.ports['ingestion-ops']}/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined))?.status;

  it('leaves a receipt: store by store nothing is left, looked up when it is asked for', async () => {
    const receipt = await receiptOf(gone.candidateId);
    expect(receipt).toMatchObject({ candidateId: gone.candidateId, proof: 'webhook', inErasureLedger: true });
    expect(receipt?.deletedTime?.getTime()).toBeGreaterThanOrEqual(deletedAfter);
    expect(receipt === undefined ? {} : statesOf(receipt)).toEqual({
      'ingestion/candidates': PurgeState.PURGED, 'ingestion/blobs': PurgeState.PURGED, 'ingestion/extractions': PurgeState.PURGED, 'ingestion/quarantine': PurgeState.PURGED,
      'matcher/decisions': PurgeState.PURGED, 'enrichment/facts': PurgeState.PURGED, 'search/candidates': PurgeState.PURGED,
    });
    const timed = receipt?.stores.filter(({ purgedTime }) => purgedTime !== undefined).map(({ store }) => store);
    expect(timed).toEqual(['ingestion/candidates', 'ingestion/blobs', 'ingestion/extractions', 'ingestion/quarantine', 'search/candidates']);
    expect(JSON.stringify(receipt)).not.toContain(gone.email);
  });

  it('has a receipt for the own tenant only, the same answer for all others, and for those who never were', async () => {
    const [living] = await listPeople(stack, ACME);
    const errors = await Promise.all([[gone.candidateId, GLOBEX], [living?.candidateId ?? '', ACME], ['nobody', ACME]].map(([id = '', tenant = '']) => receiptOf(id, tenant).catch((error: unknown) => String(error))));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toContain('There is no deleted candidate of this id.');
  });

  it('is not confirmed where nobody could be asked', async () => {
    stack.services.get('search')?.signal('SIGSTOP');
    try {
      const receipt = await receiptOf(gone.candidateId);
      expect([receipt?.complete, receipt?.stores.find(({ store }) => store === 'search/candidates')]).toMatchObject([false, { state: PurgeState.UNKNOWN, purgedTime: undefined }]);
    } finally {
      stack.services.get('search')?.signal('SIGCONT');
    }
    await eventually('it is, once it answers', () => receiptOf(gone.candidateId), (found) => found?.complete === true);
  }, 60_000);

  it('enters the erasure ledger as an id, and nothing of the person does', async () => {
    const client = await MongoClient.connect(ledger.url);
    try {
      const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
      expect(databases.map(({ name }) => name)).toContain('erasure_ledger');
      const rows = await client.db('erasure_ledger').collection<{ _id: string }>(ACME).find({}).toArray();
      expect(rows.map((row) => [row._id, Object.keys(row).sort()])).toEqual([[gone.candidateId, ['_id', 'proof', 'time', 'version']]]);
      expect((await mongo.db('admin').admin().listDatabases({ nameOnly: true })).databases.map(({ name }) => name)).not.toContain('erasure_ledger');
    } finally {
      await client.close();
    }
  });

  it('does not come back with an older backup: ingestion is not ready until the erasure ledger is applied', async () => {
    await waitUntilQuiet(stack.view(), 60_000);
    await ledger.kill();
    await stack.services.get('ingestion')?.kill();
    await restore(backup);
    expect(await documentOf()).toMatchObject({ deleted: false });
    await eventually('it is started again', readiness, (status) => status === 503);
    for (let look = 0; look < 10; look++) {
      expect(await readiness()).not.toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await documentOf()).toMatchObject({ deleted: false });

    await ledger.restart();
    await eventually('it is ready', readiness, (status) => status === 200, 60_000);
    expect(await documentOf()).toMatchObject({ deleted: true });
    await eventually('all of it is purged again', () => receiptOf(gone.candidateId), (found) => found?.complete === true);
    await expectInvariants(stack.view);
  }, 240_000);

  async function dump(): Promise<Map<string, Map<string, Document[]>>> {
    const found = new Map<string, Map<string, Document[]>>();
    for (const name of BACKED_UP) {
      const collections = await mongo.db(name).listCollections({}, { nameOnly: true }).toArray();
      const documents = await Promise.all(collections.map(async (collection) => [collection.name, await mongo.db(name).collection(collection.name).find({}).toArray()] as const));
      found.set(name, new Map(documents));
    }
    return found;
  }

  async function restore(dumped: ReadonlyMap<string, ReadonlyMap<string, Document[]>>): Promise<void> {
    for (const [name, collections] of dumped) {
      for (const [collection, documents] of collections) {
        await mongo.db(name).collection(collection).deleteMany({});
        await (documents.length > 0 ? mongo.db(name).collection(collection).insertMany(documents) : Promise.resolve());
      }
    }
  }
});
