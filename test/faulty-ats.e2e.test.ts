import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartKind, SyncKind, SyncState, WebhookState } from '@secondlook/contracts';
import { ACME, eventually, GLOBEX, provision, readCalls, readEvents, startTestStack, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf, listPeople } from './support/people';

const SIZE = 120;
const TENANTS = [ACME, GLOBEX];

/**
 * What may happen to any call. A call is tried five times: rarely enough that no entity must be read twice, which would be a call
 * too many to the oracle.
 */
const bad = [
  { name: 'rate_limited', rate: 0.01, burst: 3 },
  { name: 'server_error', rate: 0.015 },
  { name: 'truncated_json', rate: 0.015 },
  { name: 'invalid_json', rate: 0.015 },
  { name: 'connection_reset', rate: 0.015 },
  { name: 'slow_answer', rate: 0.01, ms: 1_500 },
  { name: 'slow_close', rate: 0.01, ms: 1_000 },
];
/** What happens to one scan of the candidates each: behind its first page, and to the one that follows. */
const scans = [
  ['changed_mid_scan', 'missing_item'],
  ['merged_mid_scan', 'expired_page_id'],
  ['deleted_mid_scan', 'repeated_item'],
] as const;

/** Of rules that strike one call the first wins. */
function faultsOf(scan: number, others: readonly object[]) {
  const [behind, following] = scans[scan] ?? scans[0];
  return { seed: scan + 1, faults: [{ name: following, most: 1, endpoints: ['GET /candidates'] }, { name: behind }, ...others] };
}

describe('an ATS that has bad days', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({ size: SIZE, speed: 20 });
    // Webhooks tell of merges, as the audit feed does: whichever comes first.
    await onAll((tenant) => stack.control(tenant).put('/switches', { merge_emits: 'candidate.deleted' }));
    // A connection is verified on a good day; but its first pass begins at once, and may list before all faults are on.
    await onAll((tenant) => stack.control(tenant).put('/faults', faultsOf(0, [])));
    await provision(stack);
    await onAll((tenant) => stack.control(tenant).put('/faults', faultsOf(0, bad)));
  }, 180_000);
  afterAll(() => stack.stop(), 60_000);

  const onAll = <T>(act: (tenant: string) => Promise<T>): Promise<T[]> => Promise.all(TENANTS.map(act));

  async function connectionOf(tenant: string) {
    return (await stack.clients.connector.listConnections({}, stack.as(tenant))).connections[0];
  }

  const connectionIdOf = async (tenant: string) => (await connectionOf(tenant))?.connectionId ?? '';

  async function latestSync(tenant: string) {
    const connectionId = await connectionIdOf(tenant);
    return (await stack.clients.connector.listSyncRuns({ connectionId, pageSize: 1 }, stack.as(tenant))).syncRuns[0];
  }

  /** Lists everything once more, and answers when all that was due of it is read. */
  async function syncFully(tenant: string): Promise<void> {
    const connectionId = await connectionIdOf(tenant);
    const start = async () => (await stack.clients.connector.startSync({ connectionId, kind: SyncKind.FULL }, stack.as(tenant))).syncRun;
    // An incremental pass that is open is answered in its place.
    const syncRun = await eventually(`a full sync of ${tenant} begins`, start, (begun) => begun?.kind === SyncKind.FULL);
    await eventually(`a full sync of ${tenant} is done`, () => latestSync(tenant), (latest) => latest?.syncRunId === syncRun?.syncRunId && latest?.state === SyncState.DONE, 60_000);
  }

  async function struckOf(tenant: string): Promise<Set<string>> {
    const endpoint = stack.sandbox[tenant];
    return new Set(endpoint === undefined ? [] : (await readCalls(endpoint)).flatMap(({ fault }) => (fault === undefined ? [] : [fault])));
  }

  /** Who was there and is not any more. */
  async function goneOf(tenant: string) {
    const endpoint = stack.sandbox[tenant];
    const events = endpoint === undefined ? [] : await readEvents(endpoint);
    return events.flatMap((line) => (line.kind === 'change' && line.entity === 'candidate' && (line.op === 'merged' || line.op === 'deleted') ? [{ op: line.op, id: line.id }] : []));
  }

  it('is read to the end all the same, while people are changed, merged and deleted behind its back', async () => {
    await onAll((tenant) => eventually(`the webhooks of ${tenant} are registered`, () => connectionOf(tenant), (connection) => connection?.webhookState === WebhookState.ACTIVE, 90_000));
    await onAll((tenant) => eventually(`the first sync of ${tenant} is done`, () => latestSync(tenant), (latest) => latest?.state === SyncState.DONE, 90_000));
    for (const scan of [1, 2]) {
      await onAll((tenant) => stack.control(tenant).put('/faults', faultsOf(scan, bad)));
      await onAll(syncFully);
    }
    expect([...(await struckOf(ACME))].sort()).toEqual([...bad.map(({ name }) => name), ...scans.flat()].sort());
    expect((await struckOf(GLOBEX)).size).toBeGreaterThan(4);
  }, 300_000);

  it('leaves no trace of them in the mirror after a good day’s full sync: nobody is missing, torn, or still there', async () => {
    await onAll((tenant) => stack.control(tenant).put('/faults', { faults: [] }));
    await onAll(syncFully);
    await expectInvariants(stack.view);
    const gone = await goneOf(ACME);
    expect(new Set(gone.map(({ op }) => op))).toEqual(new Set(['merged', 'deleted']));
    const left = new Set((await listPeople(stack, ACME)).map(({ externalId }) => externalId));
    expect(gone.filter(({ id }) => left.has(id))).toEqual([]);
    await onAll(async (tenant) => {
      const { records } = await stack.clients.ingestion.listQuarantine({}, stack.as(tenant));
      expect(records.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([]);
    });
    expect([...stack.services].map(([name, service]) => [name, service.restarts()])).toEqual([...stack.services.keys()].map((name) => [name, 0]));
  }, 200_000);

  it('that merges two people: one is not found any more, the other with the applications of both', async () => {
    const control = stack.control(ACME);
    const apply = async (lastName: string, title: string) => {
      const id = await control.create('/candidates', { firstName: 'Zwillingia', lastName, email: `${lastName.toLowerCase()}@example.com` });
      const jobId = await control.create('/jobs', { title, status: 'SOURCING' });
      await control.post(`/candidates/${id}/applications`, { jobId });
      await eventually(`${lastName} is found as ${title}`, () => countOf(stack, ACME, `${lastName} ${title}`), (count) => count === 1);
      return { id, jobId };
    };
    const loser = await apply('Verlierski', 'Theremin');
    const winner = await apply('Gewinnerski', 'Ondes');
    expect(await countOf(stack, ACME, 'zwillingia')).toBe(2);

    await control.post(`/candidates/${loser.id}/merge`, { into: winner.id });
    await eventually('the loser is not found', () => countOf(stack, ACME, 'verlierski'), (count) => count === 0);
    await eventually('the winner is found by the loser’s application', () => countOf(stack, ACME, 'gewinnerski theremin'), (count) => count === 1);
    expect(await countOf(stack, ACME, 'gewinnerski ondes')).toBe(1);
    expect(await countOf(stack, ACME, 'zwillingia')).toBe(1);

    const people = await listPeople(stack, ACME);
    const applications = people.find(({ externalId }) => externalId === winner.id)?.parts.filter(({ kind, removed }) => kind === PartKind.APPLICATION && !removed);
    expect(new Set(applications?.map(({ externalId }) => externalId))).toEqual(new Set([loser.jobId, winner.jobId]));
    expect(people.some(({ externalId }) => externalId === loser.id)).toBe(false);
    await expectInvariants(stack.view);
  }, 120_000);
});
