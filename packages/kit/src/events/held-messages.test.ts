import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createFakeMessage, type FakeMessage } from '../testing/fake-message';
import { createHeldMessages, deliveriesOf } from './held-messages';

const doorbell = (id: string, version: number) => ({ id, version, deleted: false, cause: '' });

describe('the messages in hand', () => {
  it('are one per entity with the newest doorbell, whatever the order; every message is answered with it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 5 })), { minLength: 1 }), (arrivals) => {
        const held = createHeldMessages();
        arrivals.forEach(([id, version]) => held.add('acme', doorbell(id, version), createFakeMessage()));
        const taken = held.take('acme', 10);
        expect(Object.fromEntries(taken.map((entity) => [entity.doorbell.id, entity.doorbell.version]))).toEqual(Object.fromEntries(taken.map(({ doorbell: { id } }) => [id, Math.max(...arrivals.filter(([other]) => other === id).map(([, version]) => version))])));
        expect(taken.flatMap(({ messages }) => messages)).toHaveLength(arrivals.length);
        taken.forEach(held.release);
        expect(held.size()).toBe(0);
      }),
    );
  });

  it('are taken oldest first, in portions, and per tenant', () => {
    const held = createHeldMessages();
    ['a', 'b', 'c'].forEach((id) => held.add('acme', doorbell(id, 1), createFakeMessage()));
    held.add('globex', doorbell('a', 1), createFakeMessage());
    const ids = (tenantId: string, limit: number) => held.take(tenantId, limit).map(({ doorbell: { id } }) => id);
    expect([ids('acme', 2), ids('acme', 2), ids('acme', 2), ids('globex', 2), ids('nobody', 2)]).toEqual([['a', 'b'], ['c'], [], ['a'], []]);
  });

  it('count as often delivered as the most delivered message of an entity', () => {
    const held = createHeldMessages();
    [2, 9, 4].forEach((deliveries) => held.add('acme', doorbell('a', 1), createFakeMessage(deliveries)));
    expect(held.take('acme', 1).map(deliveriesOf)).toEqual([9]);
  });

  it('are kept from redelivery while held, taken or waiting, and given back at the end', () => {
    const held = createHeldMessages();
    const [processed, taken, waiting]: FakeMessage[] = [createFakeMessage(), createFakeMessage(), createFakeMessage()];
    if (processed === undefined || taken === undefined || waiting === undefined) {
      throw new Error('there are three');
    }
    held.add('acme', doorbell('a', 1), processed);
    held.take('acme', 1).forEach(held.release);
    held.add('acme', doorbell('b', 1), taken);
    held.take('acme', 1);
    held.add('acme', doorbell('c', 1), waiting);
    held.keepAlive();
    held.giveBack();
    held.keepAlive();
    expect([processed.answers, taken.answers, waiting.answers]).toEqual([[], ['working', 'nak'], ['working', 'nak']]);
    expect(held.size()).toBe(0);
  });
});
