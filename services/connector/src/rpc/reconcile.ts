import { SyncKind, SyncState, type ReconcileRequest, type ReconcileResponse } from '@secondlook/contracts';
import { InvalidInputError, NotFoundError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { toSyncRun } from '../store/sync-runs';
import { createStartSync } from './start-sync';
import { type Parts } from '.';

export function createReconcile(parts: Parts) {
  const { connections, syncRuns, wake } = parts;
  const startSync = createStartSync(parts);

  return async ({ connectionId, syncRunId }: ReconcileRequest, context: Authenticated & CallContext): Promise<ReconcileResponse> => {
    if (syncRunId === '') {
      return startSync({ connectionId, kind: SyncKind.FULL }, context);
    }
    await connections.get(context.tenantId, connectionId);
    const asking = await syncRuns.find(connectionId, syncRunId);
    if (asking === undefined) {
      throw new NotFoundError('There is no such pass.');
    }
    const [latestFull] = (await syncRuns.listOf(connectionId, 0, 1_000)).filter(({ kind }) => kind === SyncKind.FULL);
    if (asking.state !== SyncState.ASKING || latestFull?._id !== syncRunId) {
      throw new InvalidInputError([{ field: 'sync_run_id', description: 'must be the latest full pass, and asking' }]);
    }
    await connections.update(connectionId, () => ({ approvedRunId: syncRunId }));
    wake(connectionId);
    return { syncRun: toSyncRun(asking) };
  };
}
