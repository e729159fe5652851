import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncState } from '@secondlook/contracts';
import { ACME, eventually, GLOBEX, importProfiles, provision, readWebhooks, startTestStack, waitUntilQuiet, type EngineName, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf, listPeople } from './support/people';

const SIZE = 160;

describe('a store that may be wiped', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({ size: SIZE, speed: 10, ownEngines: true });
    await provision(stack);
    await readWebhooks(stack);
  }, 180_000);
  afterAll(() => stack.stop(), 60_000);

  /** As a disk that was lost: killed, its files gone, started again empty. */
  async function wipe(engine: EngineName, folder: string): Promise<void> {
    await stack.engines[engine].kill();
    rmSync(join(stack.dataFolder, folder), { recursive: true });
    await stack.engines[engine].restart();
  }

  async function importStrangers(family: string, count: number): Promise<void> {
    const file = join(stack.dataFolder, 'strangers.jsonl');
    const strangers = Array.from({ length: count }, (_, index) => ({ id: `${family}-${index}`, name: { full: `Stranger ${family}` }, source: 'test', observedAt: '2026-01-01' }));
    writeFileSync(file, strangers.map((stranger) => `${JSON.stringify(stranger)}\n`).join(''));
    expect((await importProfiles(stack, file)).created).toBe(count);
  }

  async function changeSomething(word: string): Promise<void> {
    for (const tenant of [ACME, GLOBEX]) {
      const control = stack.control(tenant);
      await control.create('/candidates', { firstName: word, lastName: 'Remains', email: `${word}.remains@example.com` });
      const gone = await control.create('/candidates', { firstName: word, lastName: 'Vanishes', email: `${word}.vanishes@example.com` });
      await control.remove(`/candidates/${gone}`);
    }
  }

  it('costs no change when JetStream is wiped in mid-sync', async () => {
    await eventually('people arrive', () => countOf(stack, ACME, ''), (count) => count > 0);
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    const { syncRuns } = await stack.clients.connector.listSyncRuns({ connectionId: connections[0]?.connectionId ?? '' }, stack.as(ACME));
    expect(syncRuns.at(-1)?.state).toBe(SyncState.OPEN);
    // More than search has in hand while it stands still: the rest is lost with the stream, and only the comparator can tell.
    stack.services.get('search')?.signal('SIGSTOP');
    await importStrangers('Jetlost', 600);
    await changeSomething('Beforejet');
    await eventually('what came before is mirrored', () => listPeople(stack, ACME), (people) => people.some(({ name }) => name?.given === 'Beforejet'), 60_000);
    await wipe('nats', 'nats');
    stack.services.get('search')?.signal('SIGCONT');
    await changeSomething('Afterjet');
    await eventually('what came after is found', () => countOf(stack, ACME, 'afterjet'), (count) => count === 1, 60_000);
    await waitUntilQuiet(stack.view(), 180_000);
    await expectInvariants(stack.view);
    expect(await countOf(stack, ACME, 'beforejet')).toBe(1);
    const { clients, as } = stack;
    await eventually('all strangers are found', async () => (await clients.search.searchProfiles({ query: 'jetlost' }, as(ACME))).totalSize, (count) => count === 600);
  }, 400_000);

  it('costs no document when Elasticsearch is wiped', async () => {
    const before = await countOf(stack, ACME, '');
    expect(before).toBeGreaterThan(SIZE / 2);
    await changeSomething('Beforelastic');
    await wipe('elasticsearch', join('elasticsearch', 'data'));
    await changeSomething('Afterelastic');
    await eventually('everybody is found again', () => countOf(stack, ACME, ''), (count) => count === before + 2, 120_000);
    await expectInvariants(stack.view);
    expect(await countOf(stack, GLOBEX, 'remains')).toBe(4);
    expect(await countOf(stack, GLOBEX, 'vanishes')).toBe(0);
  }, 400_000);
});
