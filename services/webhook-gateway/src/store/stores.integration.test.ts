import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectMongo, createDataKey, createKeyEncryption, createTenantSealer, sealPurposes } from '@secondlook/kit';
import { createFakeDatabase, createFakeRunning } from '@secondlook/kit/testing';
import { startEngine, type Engine } from '@secondlook/testkit';
import { type Db, type MongoClient } from 'mongodb';

import { createCallbacks, type CallbackDocument } from './callbacks';
import { createInbox, deliveryIdOf, type ReceivedDelivery } from './inbox';

const { log, lifecycle } = createFakeRunning({});
let engine: Engine;
let client: MongoClient;
let opened = 0;

beforeAll(async () => {
  engine = await startEngine('mongo');
  client = await connectMongo(engine.url, log, lifecycle);
}, 60_000);

afterAll(async () => {
  await lifecycle.stop();
  await engine.stop();
});

const engines = ['in memory', 'on MongoDB'] as const;
const open = (kind: (typeof engines)[number]): Db => (kind === 'in memory' ? createFakeDatabase().database : client.db(`stores_${++opened}`));

const DAY_MS = 86_400_000;
const delivery = (eventId: string, more: Partial<ReceivedDelivery> = {}): ReceivedDelivery => ({
  path: 'p', eventId, tenantId: 'acme', connectionId: 'k', eventName: 'job.updated', body: Buffer.from('{"id":"j1"}'), traceparent: '', ...more,
});

describe.each(engines)('the inbox %s', (kind) => {
  function openInbox() {
    const clock = { now: new Date('2026-06-15T12:00:00Z') };
    const database = open(kind);
    return { clock, database, inbox: createInbox(database, () => clock.now) };
  }

  it('keeps a delivery once, however often and however parallel it comes', async () => {
    const { inbox } = openInbox();
    const states = await Promise.all(Array.from({ length: 8 }, () => inbox.keep(delivery('e1'))));
    expect(states.filter((state) => state === 'new')).toHaveLength(1);
    expect(await inbox.listOpen('acme', undefined, 10)).toEqual(['p:e1']);
    const [found, ...others] = await inbox.find('acme', ['p:e1', 'p:e1', 'p:none']);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ deliveryId: 'p:e1', connectionId: 'k', eventName: 'job.updated', body: Buffer.from('{"id":"j1"}') });
  });

  it('completes what an earlier attempt left half written, and says that somebody should be told', async () => {
    const { database, inbox } = openInbox();
    await inbox.keep(delivery('e1'));
    await database.collection('open_deliveries').deleteMany({});
    expect(await inbox.keep(delivery('e1'))).toBe('open');
    expect(await inbox.listOpen('acme', undefined, 10)).toEqual(['p:e1']);
  });

  it('does not open again what was closed, when it is repeated within 35 days', async () => {
    const { clock, inbox } = openInbox();
    await inbox.keep(delivery('e1'));
    await inbox.close('acme', 'p:e1');
    await inbox.close('acme', 'p:e1');
    clock.now = new Date(clock.now.getTime() + 34 * DAY_MS);
    await inbox.sweep();
    expect(await inbox.keep(delivery('e1'))).toBe('closed');
    expect(await inbox.listOpen('acme', undefined, 10)).toEqual([]);
  });

  it('forgets after 35 days what was closed, and never what is open', async () => {
    const { clock, inbox } = openInbox();
    await inbox.keep(delivery('closed'));
    await inbox.keep(delivery('open'));
    await inbox.close('acme', 'p:closed');
    clock.now = new Date(clock.now.getTime() + 36 * DAY_MS);
    expect(await inbox.sweep()).toBe(1);
    expect((await inbox.find('acme', ['p:closed', 'p:open'])).map(({ deliveryId }) => deliveryId)).toEqual(['p:open']);
  });

  it('takes one event id on two callbacks for two deliveries', async () => {
    const { inbox } = openInbox();
    await inbox.keep(delivery('e1'));
    await inbox.keep(delivery('e1', { path: 'q' }));
    expect(await inbox.listOpen('acme', undefined, 10)).toEqual([deliveryIdOf('p', 'e1'), deliveryIdOf('q', 'e1')]);
  });

  it('shows and closes a tenant\'s own deliveries only', async () => {
    const { inbox } = openInbox();
    await inbox.keep(delivery('e1'));
    expect(await inbox.find('globex', ['p:e1'])).toEqual([]);
    expect(await inbox.listOpen('globex', undefined, 10)).toEqual([]);
    await inbox.close('globex', 'p:e1');
    await inbox.removeOf('globex');
    expect(await inbox.listOpen('acme', undefined, 10)).toEqual(['p:e1']);
    await inbox.removeOf('acme');
    expect([await inbox.listOpen('acme', undefined, 10), await inbox.find('acme', ['p:e1'])]).toEqual([[], []]);
  });

  it('lists what is open page by page, in order', async () => {
    const { inbox } = openInbox();
    for (const eventId of ['c', 'a', 'b']) {
      await inbox.keep(delivery(eventId));
    }
    const first = await inbox.listOpen('acme', undefined, 2);
    expect([first, await inbox.listOpen('acme', first.at(-1), 2)]).toEqual([['p:a', 'p:b'], ['p:c']]);
  });
});

describe.each(engines)('callbacks %s', (kind) => {
  const keyEncryption = createKeyEncryption(`k:${createDataKey().toString('base64')}`);
  const dataKey = createDataKey();
  const sealer = createTenantSealer(dataKey);
  const callback = (path: string, more: Partial<CallbackDocument> = {}): CallbackDocument => ({
    _id: path,
    tenantId: 'acme',
    connectionId: 'k',
    source: 'smartrecruiters',
    sealedSigningKeys: ['one', 'two'].map((key) => sealer.seal(Buffer.from(key), sealPurposes.webhookSigningKey)),
    wrappedDataKey: keyEncryption.seal(dataKey, sealPurposes.tenantDataKey),
    activationPendingUntil: undefined,
    ...more,
  });

  it('are found by their path, as put last, with their signing keys', async () => {
    const callbacks = createCallbacks(open(kind), keyEncryption);
    await callbacks.put(callback('p', { activationPendingUntil: new Date(5) }));
    await callbacks.put(callback('p'));
    const found = await callbacks.find('p');
    expect(found?.activationPendingUntil ?? undefined).toBeUndefined();
    expect(found && callbacks.openSigningKeys(found).map(String)).toEqual(['one', 'two']);
    expect(await callbacks.find('q')).toBeUndefined();
  });

  it('go one by one, or with their tenant', async () => {
    const callbacks = createCallbacks(open(kind), keyEncryption);
    await callbacks.put(callback('p'));
    await callbacks.put(callback('q'));
    await callbacks.put(callback('r', { tenantId: 'globex' }));
    await callbacks.remove('p');
    await callbacks.remove('p');
    expect((await callbacks.listOf('acme')).map(({ _id }) => _id)).toEqual(['q']);
    await callbacks.removeOf('acme');
    expect([await callbacks.listOf('acme'), (await callbacks.listOf('globex')).length]).toEqual([[], 1]);
  });
});
