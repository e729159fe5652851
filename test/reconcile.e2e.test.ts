import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SyncState, type SyncRun } from '@secondlook/contracts';
import { InvalidInputError, NotFoundError } from '@secondlook/kit';
import { ACME, eventually, GLOBEX, provision, readCalls, readWebhooks, silenceWebhooks, startTestStack, stateOf, waitUntilQuiet, type TestStack } from '@secondlook/testkit';

import { expectInvariants } from './support/expect-invariants';
import { countOf, findAll, listPeople } from './support/people';

const SIZE = 160;

describe('a deletion nobody told of', () => {
  let stack: TestStack;
  let connectionId: string;

  beforeAll(async () => {
    stack = await startTestStack({ size: SIZE, speed: 20 });
    await provision(stack);
    await readWebhooks(stack);
    await Promise.all([ACME, GLOBEX].map((tenant) => stack.control(tenant).create('/candidates')));
    await waitUntilQuiet(stack.view(), 180_000);
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    connectionId = connections[0]?.connectionId ?? '';
    await silenceWebhooks(stack, ACME);
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const callsMade = async () => {
    const endpoint = stack.sandbox[ACME];
    return endpoint === undefined ? 0 : (await readCalls(endpoint)).length;
  };
  const runOf = async (syncRunId: string): Promise<SyncRun | undefined> => {
    const { syncRuns } = await stack.clients.connector.listSyncRuns({ connectionId, pageSize: 1_000 }, stack.as(ACME));
    return syncRuns.find((run) => run.syncRunId === syncRunId);
  };

  async function reconcile(): Promise<SyncRun | undefined> {
    const { syncRun } = await stack.clients.connector.reconcile({ connectionId, syncRunId: '' }, stack.as(ACME));
    return eventually('the pass is over', () => runOf(syncRun?.syncRunId ?? ''), (run) => run !== undefined && run.state !== SyncState.OPEN, 60_000);
  }

  async function deleteInAts(count: number): Promise<string[]> {
    const doomed = (await listPeople(stack, ACME)).filter(({ applications }) => applications.length > 0).slice(0, count);
    for (const { externalId } of doomed) {
      await stack.control(ACME).remove(`/candidates/${externalId}`);
    }
    return doomed.map(({ candidateId }) => candidateId);
  }

  it('is found by the next reconcile: absence makes suspicious, the ATS’s own denial is the proof', async () => {
    const doomed = await deleteInAts(3);
    const job = (await stateOf(stack, ACME)).find((line) => line.kind === 'job' && line.body['status'] !== undefined);
    const before = await findAll(stack, ACME, {});
    expect(doomed.every((id) => before.includes(id))).toBe(true);
    const calls = await callsMade();
    const run = await reconcile();
    expect([run?.state, run?.suspected]).toEqual([SyncState.DONE, 3]);
    // Two lists, reference data, and two calls a suspect: one that denies, one that proves that the ATS is well.
    expect((await callsMade()) - calls).toBeLessThan(40);
    await eventually('they are gone', () => findAll(stack, ACME, {}), (found) => doomed.every((id) => !found.includes(id)));
    expect(await findAll(stack, ACME, {})).toHaveLength(before.length - 3);
    expect(job).toBeDefined();
    await expectInvariants(stack.view);
  }, 120_000);

  it('of very many is not believed without a person: the pass asks, and buries nobody', async () => {
    const before = await countOf(stack, ACME, '');
    await deleteInAts(40);
    const run = await reconcile();
    expect([run?.state, run?.suspected]).toEqual([SyncState.ASKING, 40]);
    await waitUntilQuiet(stack.view(), 60_000);
    expect(await countOf(stack, ACME, '')).toBe(before);

    const approve = (syncRunId: string, tenant = ACME) => stack.clients.connector.reconcile({ connectionId, syncRunId }, stack.as(tenant));
    await expect(approve('no-such-pass')).rejects.toBeInstanceOf(NotFoundError);
    await expect(approve(run?.syncRunId ?? '', GLOBEX)).rejects.toBeInstanceOf(NotFoundError);
    await approve(run?.syncRunId ?? '');
    await eventually('they are gone once approved', () => countOf(stack, ACME, ''), (count) => count === before - 40, 60_000);
    await expectInvariants(stack.view);
    await expect(approve(run?.syncRunId ?? '')).rejects.toBeInstanceOf(InvalidInputError);
  }, 180_000);
});
