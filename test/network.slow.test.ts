import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncKind } from '@secondlook/contracts';
import { ACME, createNetwork, eventually, provision, readWebhooks, startTestStack, stateOf, type Edge, type Fault, type Network, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf } from './support/people';

const SIZE = 120;
/** Somebody who applies is found at the latest so long after the last fault. */
const ARRIVES_MS = 45_000;
/** Who is changed during each fault. */
const CHANGED = 12;

/** The connector reads sixteen entities at once, as many as two processes' calls in hand. */
const HANDS = 2;

const ENGINES = ['mongo', 'nats', 'elasticsearch'];
const EDGES: Readonly<Record<string, (edge: Edge) => boolean>> = {
  'services and MongoDB': ({ to }) => to === 'mongo',
  'services and NATS': ({ to }) => to === 'nats',
  'search and Elasticsearch': ({ to }) => to === 'elasticsearch',
  'services and services': ({ from, to }) => from !== 'ats' && to !== 'ats' && !ENGINES.includes(to),
  'connector and ATS': ({ to }) => to === 'ats',
  'ATS and gateway': ({ from }) => from === 'ats',
};

/** Each, and for how long. */
const FAULTS: readonly (readonly [Fault, number])[] = [
  [{ kind: 'delay', ms: 100 }, 700],
  [{ kind: 'slow close', ms: 1_000 }, 500],
  [{ kind: 'cut' }, 300],
  [{ kind: 'reset' }, 300],
  [{ kind: 'stall' }, 1_500],
];

const ON_ATS = EDGES['connector and ATS'];
const LOSES_ANSWERS: readonly Fault['kind'][] = ['cut', 'reset'];

/** Letters only, and like no other: a search forgives typing errors. */
const lastNameOf = (person: number) => createHash('sha256').update(String(person)).digest('hex').slice(0, 12).replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

describe('a network that has bad days', () => {
  let stack: TestStack;
  let network: Network;
  let people = 0;
  /** Answers of the ATS were lost on their way, or the lease to read it: whom the readers had in hand are read again. */
  let interruptions = 0;

  beforeAll(async () => {
    network = createNetwork();
    stack = await startTestStack({ size: SIZE, speed: 30, network });
    await provision(stack);
    await readWebhooks(stack);
  }, 180_000);
  afterAll(() => stack.stop(), 60_000);

  const view = () => ({ ...stack.view(), restarts: interruptions * HANDS });

  async function startSync(): Promise<void> {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    await stack.clients.connector.startSync({ connectionId: connections[0]?.connectionId ?? '', kind: SyncKind.FULL }, stack.as(ACME));
  }

  /** All lists are read, some people change and somebody applies: her name. */
  async function live(): Promise<string> {
    const control = stack.control(ACME);
    const lastName = lastNameOf((people += 1));
    const candidates = (await stateOf(stack, ACME)).flatMap((line) => (line.kind === 'candidate' ? [line.id] : []));
    await control.create('/candidates', { firstName: 'Somebody', lastName, email: `${lastName}@example.com`.toLowerCase() });
    // Nobody's name: who applied before may be among them, and is searched for by hers.
    await Promise.all(candidates.slice(0, CHANGED).map((id) => control.patch(`/candidates/${id}`, { tags: [`changed ${people} times`] })));
    return lastName;
  }

  /** Befalls some edges while things go on. Answers who applied meanwhile. */
  async function disturb(edge: (edge: Edge) => boolean, fault: Fault, ms: number): Promise<string> {
    // Commands of ours may be refused while the last fault is being survived.
    await eventually('a sync begins', startSync, () => true);
    network.disturb(edge, fault);
    interruptions += edge === ON_ATS && LOSES_ANSWERS.includes(fault.kind) ? 1 : 0;
    const lastName = await live();
    await sleep(ms);
    network.mend();
    return lastName;
  }

  const isFound = (lastName: string) => eventually(`${lastName} is found`, () => countOf(stack, ACME, `somebody ${lastName}`), (count) => count === 1, ARRIVES_MS);

  it.each(Object.entries(EDGES))('between %s', async (_what, edge) => {
    expect(network.used(edge).length).toBeGreaterThan(0);
    const applied: string[] = [];
    for (const [fault, ms] of FAULTS) {
      // One fault is being survived while the next one comes.
      applied.push(await disturb(edge, fault, ms));
    }
    await Promise.all(applied.map(isFound));
  }, 120_000);

  it('that forgets every connection between our own: none hangs for ever', async () => {
    interruptions += 1;
    await isFound(await disturb(({ from, to }) => from !== 'ats' && to !== 'ats', { kind: 'black hole' }, 500));
  }, 120_000);

  it('and nobody is lost', async () => {
    await expectInvariants(view);
    expect(await countOf(stack, ACME, 'somebody')).toBe(people);
    expect([...stack.services].map(([name, service]) => [name, service.restarts()])).toEqual([...stack.services.keys()].map((name) => [name, 0]));
  }, 200_000);
});
