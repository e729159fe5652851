import { beforeEach, describe, expect, it } from '@jest/globals';
import { WebhookState, type Delivery } from '@secondlook/contracts';
import { createFakeDatabase } from '@secondlook/kit/testing';

import { createDueReads } from '../store/due-reads';
import { createApplyDelivery, createOnWebhookReceived } from './on-webhook-received';

const { signal } = new AbortController();
const KEY = 'candidate|c1';
const connection = {
  _id: 'k',
  version: 1,
  tenantId: 'acme',
  source: 'smartrecruiters',
  baseUrl: 'https://ats.example.com',
  displayName: '',
  companyIdentifier: '',
  allowPrivateNetwork: false,
  sealedToken: '',
  createdTime: new Date(0),
  removing: false,
  verifyRequested: 1,
  verifyAnswered: 1,
  syncRequested: undefined,
  webhooks: { state: WebhookState.ACTIVE, callbackPath: 'p', sealedSigningKeys: [] },
};

describe('a delivery about a candidate', () => {
  let inbox: Map<string, Delivery>;
  let dueReads: ReturnType<typeof createDueReads>;

  beforeEach(() => {
    inbox = new Map(['d1', 'd2'].map((id) => [id, deliveryOf(id)]));
    dueReads = createDueReads(createFakeDatabase().database);
  });

  const deliveryOf = (deliveryId: string): Delivery => ({
    deliveryId, connectionId: 'k', eventName: 'candidate.updated', body: Buffer.from('{"id":"c1"}'), receivedTime: new Date(1), closedTime: undefined, traceparent: '',
  });
  const gateway = {
    getDelivery: ({ deliveryId = '' }) => Promise.resolve({ delivery: inbox.get(deliveryId) }),
    closeDelivery: () => Promise.resolve({}),
  };
  /** As one of several replicas does: each hears of it, by the event and by looking for open ones. */
  async function hear(id: string): Promise<void> {
    const applyDelivery = createApplyDelivery({
      connections: { find: () => Promise.resolve(connection) },
      dueReads,
      observations: { noteDelivery: () => Promise.resolve() },
      gateway,
      ingestion: { ingestRecords: () => Promise.resolve({ outcomes: [] }) },
      wake: () => undefined,
    });
    await createOnWebhookReceived(gateway, applyDelivery)('acme', [{ id, version: 1, deleted: false, cause: '' }], signal);
  }

  it('asks for one read, however often and by whomever it is heard of', async () => {
    await hear('d1');
    const begun = await dueReads.find('k', KEY);
    await hear('d1');
    expect(begun).toMatchObject({ urgent: true, deliveryIds: ['d1'], requested: 1 });
    expect(begun && (await dueReads.complete('k', begun))).toBe(true);
  });

  it('asks for another read than one that began before it', async () => {
    await hear('d1');
    const begun = await dueReads.find('k', KEY);
    await hear('d2');
    expect(begun && (await dueReads.complete('k', begun))).toBe(false);
    expect(await dueReads.find('k', KEY)).toMatchObject({ deliveryIds: ['d2'] });
  });

  it('asks for nothing once a read has closed it', async () => {
    inbox.set('d1', { ...deliveryOf('d1'), closedTime: new Date(2) });
    await hear('d1');
    expect(await dueReads.list('k')).toEqual([]);
  });
});
