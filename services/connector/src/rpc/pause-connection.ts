import { type PauseConnectionRequest, type PauseConnectionResponse, type ResumeConnectionRequest, type ResumeConnectionResponse } from '@secondlook/contracts';
import { SettingsError, type Authenticated } from '@secondlook/kit';

import { toConnection, type ConnectionDocument } from '../store/connections';
import { type Parts } from '.';

/** Kept with the connection: whoever reads it, now or after a restart, holds all calls. */
export function createPauseConnection({ connections, wake }: Parts) {
  return async ({ connectionId }: PauseConnectionRequest, { tenantId }: Authenticated): Promise<PauseConnectionResponse> => {
    await connections.get(tenantId, connectionId);
    const connection = await connections.update(connectionId, ({ pausedTime }) => ({ pausedTime: pausedTime ?? new Date() }));
    wake(connectionId);
    return { connection: toConnection(connection) };
  };
}

export function createResumeConnection({ connections, wake }: Parts) {
  return async ({ connectionId }: ResumeConnectionRequest, { tenantId }: Authenticated): Promise<ResumeConnectionResponse> => {
    await connections.get(tenantId, connectionId);
    const connection = await connections.update(connectionId, () => ({ pausedTime: undefined }));
    wake(connectionId);
    return { connection: toConnection(connection) };
  };
}

/** Throws SettingsError for what would call the ATS. */
export function requireRunning({ pausedTime }: ConnectionDocument): void {
  if (pausedTime !== undefined) {
    throw new SettingsError(`A person paused this connection at ${pausedTime.toISOString()}: resume it first (ResumeConnection).`);
  }
}
