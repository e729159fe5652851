import { Capability, SyncKind, SyncState, type StartSyncRequest, type StartSyncResponse } from '@secondlook/contracts';
import { SettingsError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { isUsable } from '../domain/capabilities';
import { toSyncRun } from '../store/sync-runs';
import { type Parts } from '.';
import { requireRunning } from './pause-connection';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 10_000;

/** Asks the worker that holds the connection's lease; a pass that is open is as good as a new one. */
export function createStartSync({ connections, syncRuns, wake }: Parts) {
  return async ({ connectionId, kind }: StartSyncRequest, { tenantId, signal }: Authenticated & CallContext): Promise<StartSyncResponse> => {
    const connection = await connections.get(tenantId, connectionId);
    requireRunning(connection);
    const { verification } = connection;
    if (!isUsable(verification, Capability.REDISCOVERY)) {
      throw new SettingsError(`The connection does not work: ${verification?.message ?? 'it has not been verified yet'}`);
    }
    const [before] = await syncRuns.listOf(connectionId, 0, 1);
    if (before?.state === SyncState.OPEN) {
      return { syncRun: toSyncRun(before) };
    }
    await connections.update(connectionId, () => ({ syncRequested: kind === SyncKind.FULL ? SyncKind.FULL : SyncKind.INCREMENTAL }));
    wake(connectionId);
    const syncRun = await waitUntil(async () => {
      const [latest] = await syncRuns.listOf(connectionId, 0, 1);
      return latest?._id === before?._id ? undefined : latest;
    }, PATIENCE_MS, 'The connection is not being read by anybody; the pass begins as soon as it is.', signal);
    return { syncRun: toSyncRun(syncRun) };
  };
}
