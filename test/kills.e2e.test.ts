import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncKind, SyncState, type ServiceName } from '@secondlook/contracts';
import { createRandom } from '@secondlook/sandbox';
import { ACME, createFailpoints, eventually, importProfiles, provision, readCalls, readWebhooks, startTestStack, type Action, type Failpoint, type Failpoints, type Moment, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { findUnknown, flow, toCoverageTable, type Disturbance } from './support/flow';
import { countOf } from './support/people';

const SIZE = 400;
const seed = 1 + Math.floor(Math.random() * 1e6);
/** Longer than a lease lives unbeaten and than a webhook waits for its answer. */
const STALL_MS = 6_000;
/** Between one change and the next. */
const PAUSE_MS = 300;
const NEXT_COMES_MS = 90_000;
const REPORTS = join(__dirname, '..', '.run');
const SENT_BY_NETWORKS = ['jetstream.publish', 'elasticsearch.bulk'];

describe('kill -9 in mid-sync, and whatever may befall a write', () => {
  let stack: TestStack;
  let failpoints: Failpoints;

  beforeAll(async () => {
    failpoints = createFailpoints(mkdtempSync(join(tmpdir(), 'secondlook-failpoints-')));
    // Slow enough that the first sync is still open when the last service is killed.
    stack = await startTestStack({ size: SIZE, speed: 10, environment: failpoints.environment });
    await provision(stack);
    await readWebhooks(stack);
  }, 180_000);
  afterAll(async () => {
    await stack.stop();
    rmSync(failpoints.folder, { recursive: true });
  }, 60_000);

  /** Asked again while the connector, or who answers it, is being started. */
  const syncOf = () => eventually('the connector answers', findSync, () => true);
  const findSync = async () => {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    const { syncRuns } = await stack.clients.connector.listSyncRuns({ connectionId: connections[0]?.connectionId ?? '', pageSize: 1_000 }, stack.as(ACME));
    return syncRuns.at(-1);
  };
  const callsMade = async () => {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? 0 : (await readCalls(endpoint)).length;
  };

  const callsAtKill = new Map<ServiceName, number>();

  it.each<ServiceName>(['connector', 'ingestion', 'search', 'webhook-gateway'])('of the %s interrupts an open sync, which goes on', async (service) => {
    // Else the first kill comes before anything is in hand that could be lost.
    await eventually('some are read, and more are due', findSync, (run) => run !== undefined && run.read > 0 && run.due > 0, 60_000);
    const running = stack.services.get(service);
    const [pid, calls] = [running?.pid(), await callsMade()];
    // Something for every kind of work to be in hand: a webhook, a deletion, a page, reads.
    const control = stack.control(ACME);
    const doomed = await control.create('/candidates', { firstName: 'Doomed', lastName: service.replaceAll('-', ''), email: `doomed.${service}@example.com` });
    await control.create('/candidates', { firstName: 'Survivor', lastName: service.replaceAll('-', ''), email: `survivor.${service}@example.com` });
    await control.remove(`/candidates/${doomed}`);
    expect((await syncOf())?.state).toBe(SyncState.OPEN);
    await running?.kill();
    callsAtKill.set(service, await callsMade());
    await eventually('it runs again', () => Promise.resolve(running?.pid()), (now) => now !== undefined && now !== pid);
    await eventually('the sync goes on', callsMade, (now) => now > calls + 20, 60_000);
  }, 120_000);

  it('loses nobody, brings nobody back, and spends no call twice beyond the eight in hand', async () => {
    await eventually('the sync is done', async () => (await syncOf())?.state, (state) => state === SyncState.DONE, 180_000);
    const total = await callsMade();
    for (const [service, calls] of callsAtKill) {
      expect({ service, remained: total - calls > 50 }).toEqual({ service, remained: true });
    }
    expect(callsAtKill.size).toBe(4);
    await expectInvariants(stack.view);
    expect(await countOf(stack, ACME, 'doomed')).toBe(0);
    expect(await countOf(stack, ACME, 'survivor')).toBe(4);
  }, 400_000);

  /** Somebody applies whom a profile fits, somebody changes, somebody leaves, a job changes, and all lists are read: every write of the flow. */
  const people: string[] = [];
  let job: string | undefined;
  async function live(): Promise<void> {
    const [control, number] = [stack.control(ACME), people.length];
    const url = `https://linkedin.com/in/failpoint-${number}`;
    const file = join(stack.dataFolder, 'failpoint.jsonl');
    writeFileSync(file, `${JSON.stringify({ id: `failpoint-${number}`, name: { full: `Somebody Failpoint${number}` }, urls: [url], source: 'test', observedAt: '2026-01-01' })}\n`);
    await importProfiles(stack, file).catch(() => undefined);
    await sleep(PAUSE_MS);
    const id = await control.create('/candidates', { firstName: 'Somebody', lastName: `Failpoint${number}`, email: `f${number}@example.com`, web: { linkedin: url } });
    people.push(id);
    job ??= await control.create('/jobs');
    await control.create(`/candidates/${id}/applications`, { jobId: job });
    await control.create(`/candidates/${id}/attachments`, { name: 'cv.txt', contentType: 'text/plain', type: 'RESUME', text: `The résumé of number ${number}` });
    await control.patch(`/jobs/${job}`, { title: `Job ${number}` });
    const [changes, leaves] = [people[number - 1], people[number - 2]];
    await (changes === undefined ? undefined : control.patch(`/candidates/${changes}`, { tags: [`changed by ${number}`] }));
    await (leaves === undefined ? undefined : control.remove(`/candidates/${leaves}`));
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    await stack.clients.connector.startSync({ connectionId: connections[0]?.connectionId ?? '', kind: SyncKind.FULL }, stack.as(ACME));
  }

  /** Until all that is armed has come, however long a busy machine takes: what must not be is that nothing comes any more. Commands of ours may be refused meanwhile. */
  async function liveUntilAllCame(): Promise<void> {
    const liveOn = async () => {
      await live().catch(() => undefined);
      return failpoints.armed();
    };
    for (let left = failpoints.armed().length; left > 0; ) {
      left = (await eventually('some of what is armed comes', liveOn, (armed) => armed.length < left, NEXT_COMES_MS)).length;
    }
  }

  const befallen: Disturbance[] = [];

  /** All at once, each once: one may come while another is being survived. */
  async function disturb(points: readonly Failpoint[], action: Action, momentOf: (index: number) => Moment): Promise<void> {
    const planned = points.map((point, index) => ({ point, moment: momentOf(index), action }));
    planned.forEach(({ point, moment }) => failpoints.arm(point, moment, action, action === 'stall' ? STALL_MS : undefined));
    await liveUntilAllCame();
    befallen.push(...planned);
    expect(findUnknown(failpoints.passed())).toEqual([]);
  }

  it('an error before each write', () => disturb(flow, 'error', () => 'before'), 300_000);
  it('an error after each write: it took effect, and nobody heard', () => disturb(flow, 'error', () => 'after'), 300_000);
  it('a stall before each write', () => disturb(flow, 'stall', () => 'before'), 300_000);
  it('a repetition of what networks repeat', () => disturb(flow.filter(({ write }) => SENT_BY_NETWORKS.includes(write)), 'twice', () => 'before'), 60_000);
  it(`kill -9 before or after each write (seed ${seed})`, async () => {
    const random = createRandom(seed, 'moments');
    await disturb(flow, 'crash', () => random.pick(['before', 'after']));
    const deaths = [...stack.services.values()].reduce((sum, service) => sum + service.restarts(), 0);
    // Not one per write: a process that is at two at once dies of both.
    expect(deaths).toBeGreaterThanOrEqual(20);
  }, 400_000);

  it('and nobody is lost or comes back', async () => {
    await expectInvariants(stack.view);
    expect(await countOf(stack, ACME, 'somebody')).toBe(2);
    mkdirSync(REPORTS, { recursive: true });
    writeFileSync(join(REPORTS, 'failpoints.md'), toCoverageTable(befallen));
  }, 400_000);
});
