import { SyncKind, SyncState } from '@secondlook/contracts';
import { ACME, eventually, type TestStack } from '@secondlook/testkit';

import { countCalls, markCalls, type Calls } from './count-calls';
import { connectionOf } from './on-stack';

const PASS_MS = 3_600_000;

/** Has acme's ATS passed over. Answers how the pass ended, and what it asked. */
export async function runPass(stack: TestStack, kind: SyncKind): Promise<{ state: SyncState | undefined; calls: Calls }> {
  const { connector } = stack.clients;
  const connectionId = await connectionOf(stack);
  const before = await markCalls(stack);
  const { syncRun } =
    kind === SyncKind.FULL ? await connector.reconcile({ connectionId, syncRunId: '' }, stack.as(ACME)) : await connector.startSync({ connectionId, kind }, stack.as(ACME));
  const state = await eventually(
    'the pass is over',
    async () => (await connector.listSyncRuns({ connectionId, pageSize: 10 }, stack.as(ACME))).syncRuns.find(({ syncRunId }) => syncRunId === syncRun?.syncRunId)?.state,
    (now) => now !== undefined && now !== SyncState.OPEN,
    PASS_MS,
  );
  return { state, calls: await countCalls(stack, before) };
}
