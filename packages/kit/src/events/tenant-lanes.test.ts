import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createFakeMessage } from '../testing/fake-message';
import { createHeldMessages, type HeldEntity } from './held-messages';
import { createTenantLanes } from './tenant-lanes';

const settings = { maxBatch: 64, lingerMs: 1 };

/** Lanes that note their batches, as in "acme: a b"; `work` is what processing does. */
function open({ maxBatch, lingerMs } = settings, work: (tenantId: string) => Promise<void> = () => Promise.resolve()) {
  const held = createHeldMessages();
  const batches: string[] = [];
  const stopping = new AbortController();
  async function process(tenantId: string, batch: readonly HeldEntity[]): Promise<void> {
    batches.push(`${tenantId}: ${batch.map(({ doorbell }) => doorbell.id).join(' ')}`);
    await work(tenantId);
    batch.forEach(held.release);
  }
  const lanes = createTenantLanes(held, process, { maxBatch, lingerMs }, stopping.signal);
  function receive(tenantId: string, id: string): void {
    held.add(tenantId, { id, version: 1, deleted: false, cause: '' }, createFakeMessage());
    lanes.ensure(tenantId);
  }
  return { held, lanes, batches, stopping, receive };
}

async function microtasks(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await Promise.resolve();
  }
}

describe('the lanes of a consumer', () => {
  it('process what arrives together as one batch', async () => {
    const { batches, lanes, receive } = open();
    ['a', 'b', 'c'].forEach((id) => receive('acme', id));
    await lanes.ended();
    expect(batches).toEqual(['acme: a b c']);
  });

  it('never leave a message behind, in whatever moment of a lane\'s end it arrives', async () => {
    for (let turns = 0; turns < 30; turns++) {
      const { batches, lanes, held, receive } = open();
      receive('acme', 'first');
      await microtasks(turns);
      receive('acme', 'second');
      await lanes.ended();
      await lanes.ended();
      expect({ turns, left: held.size(), processed: batches.join(' ').match(/first|second/g) }).toEqual({ turns, left: 0, processed: ['first', 'second'] });
    }
  });

  it('process one tenant\'s batches one after the other', async () => {
    let atOnce = 0;
    let most = 0;
    const { lanes, receive } = open({ maxBatch: 1, lingerMs: 1 }, async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await microtasks(5);
      atOnce -= 1;
    });
    ['a', 'b', 'c', 'd'].forEach((id) => receive('acme', id));
    await lanes.ended();
    expect(most).toBe(1);
  });

  it('let a tenant whose work hangs hold up nobody else', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { batches, lanes, receive } = open(settings, (tenantId) => (tenantId === 'slow' ? gate.promise : Promise.resolve()));
    receive('slow', 'a');
    receive('acme', 'b');
    await microtasks(20);
    expect(batches).toEqual(['slow: a', 'acme: b']);
    gate.resolve(undefined);
    await lanes.ended();
  });

  it('process every entity of every tenant, in batches no larger than allowed', async () => {
    const arrivals = fc.array(fc.record({ tenant: fc.constantFrom('acme', 'globex'), id: fc.nat(40), turns: fc.nat(4) }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (messages, maxBatch) => {
        const { held, lanes, batches, receive } = open({ maxBatch, lingerMs: 0 });
        for (const { tenant, id, turns } of messages) {
          receive(tenant, `${tenant}-${id}`);
          await microtasks(turns);
        }
        while (held.size() > 0) {
          await lanes.ended();
        }
        const ids = batches.map((batch) => batch.split(': ')[1]?.split(' ') ?? []);
        expect(Math.max(0, ...ids.map(({ length }) => length))).toBeLessThanOrEqual(maxBatch);
        expect(new Set(ids.flat())).toEqual(new Set(messages.map(({ tenant, id }) => `${tenant}-${id}`)));
      }),
      { numRuns: 50 },
    );
  });

  it('begin no batch once the process stops', async () => {
    const { batches, lanes, held, stopping, receive } = open({ maxBatch: 1, lingerMs: 0 }, () => {
      stopping.abort();
      return Promise.resolve();
    });
    receive('acme', 'a');
    receive('acme', 'b');
    await lanes.ended();
    expect(batches).toEqual(['acme: a']);
    expect(held.size()).toBe(1);
  });
});
