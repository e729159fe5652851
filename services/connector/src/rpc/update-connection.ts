import { type UpdateConnectionRequest, type UpdateConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { parseDisplayName, parseToken } from '../domain/connection-input';
import { toConnection } from '../store/connections';
import { type Parts } from '.';

/** A new token is sealed before the old one goes, and verified at once. */
export function createUpdateConnection({ connections, wake }: Parts) {
  return async ({ connectionId, token, displayName }: UpdateConnectionRequest, { tenantId }: Authenticated): Promise<UpdateConnectionResponse> => {
    await connections.get(tenantId, connectionId);
    const sealedToken = token === undefined ? undefined : await connections.sealToken(tenantId, parseToken(token));
    const name = displayName === undefined ? undefined : parseDisplayName(displayName);
    const connection = await connections.update(connectionId, ({ verifyRequested }) => ({
      ...(sealedToken === undefined ? {} : { sealedToken, verifyRequested: verifyRequested + 1 }),
      ...(name === undefined ? {} : { displayName: name }),
    }));
    wake(connectionId);
    return { connection: toConnection(connection) };
  };
}
