import { type UpdateConnectionRequest, type UpdateConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { parseCapabilities } from '../domain/capabilities';
import { parseDisplayName, parseToken } from '../domain/connection-input';
import { parseImportScope, scopeKey } from '../domain/import-scope';
import { getSource } from '../sources';
import { scopeOf, toConnection } from '../store/connections';
import { type Parts } from '.';
import { requireImporting } from './count-import';

/** A new token is sealed before the old one goes. What the credential must be good for now is verified at once. */
export function createUpdateConnection({ connections, wake }: Parts) {
  return async ({ connectionId, token, displayName, capabilities: choice, importScope: scope }: UpdateConnectionRequest, { tenantId }: Authenticated): Promise<UpdateConnectionResponse> => {
    const { source } = await connections.get(tenantId, connectionId);
    const capabilities = choice === undefined ? undefined : parseCapabilities(choice.capabilities, getSource(source).capabilities);
    const importScope = scope === undefined ? undefined : parseImportScope(scope, new Date());
    requireImporting(getSource(source), importScope ?? {});
    const sealedToken = token === undefined ? undefined : await connections.sealToken(tenantId, parseToken(token));
    const name = displayName === undefined ? undefined : parseDisplayName(displayName);
    const connection = await connections.update(connectionId, ({ verifyRequested, ...before }) => ({
      ...(sealedToken === undefined ? {} : { sealedToken }),
      ...(capabilities === undefined ? {} : { capabilities }),
      ...(importScope === undefined || scopeKey(importScope) === scopeKey(scopeOf(before)) ? {} : { importScope, importScopeTime: new Date() }),
      ...(sealedToken === undefined && capabilities === undefined ? {} : { verifyRequested: verifyRequested + 1 }),
      ...(name === undefined ? {} : { displayName: name }),
    }));
    wake(connectionId);
    return { connection: toConnection(connection) };
  };
}
