import { type UpdateConnectionRequest, type UpdateConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { parseCapabilities } from '../domain/capabilities';
import { parseDisplayName, parseToken } from '../domain/connection-input';
import { getSource } from '../sources';
import { toConnection } from '../store/connections';
import { type Parts } from '.';

/** A new token is sealed before the old one goes. What the credential must be good for now is verified at once. */
export function createUpdateConnection({ connections, wake }: Parts) {
  return async ({ connectionId, token, displayName, capabilities: choice }: UpdateConnectionRequest, { tenantId }: Authenticated): Promise<UpdateConnectionResponse> => {
    const { source } = await connections.get(tenantId, connectionId);
    const capabilities = choice === undefined ? undefined : parseCapabilities(choice.capabilities, getSource(source).capabilities);
    const sealedToken = token === undefined ? undefined : await connections.sealToken(tenantId, parseToken(token));
    const name = displayName === undefined ? undefined : parseDisplayName(displayName);
    const connection = await connections.update(connectionId, ({ verifyRequested }) => ({
      ...(sealedToken === undefined ? {} : { sealedToken }),
      ...(capabilities === undefined ? {} : { capabilities }),
      ...(sealedToken === undefined && capabilities === undefined ? {} : { verifyRequested: verifyRequested + 1 }),
      ...(name === undefined ? {} : { displayName: name }),
    }));
    wake(connectionId);
    return { connection: toConnection(connection) };
  };
}
