import { type CreateConnectionRequest, type CreateConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { parseCapabilities } from '../domain/capabilities';
import { parseBaseUrl, parseDisplayName, parseToken } from '../domain/connection-input';
import { getSource } from '../sources';
import { toConnection } from '../store/connections';
import { type Parts } from '.';

export function createCreateConnection({ connections, wake }: Parts) {
  return async (request: CreateConnectionRequest, { tenantId }: Authenticated): Promise<CreateConnectionResponse> => {
    const source = getSource(request.source);
    const connection = await connections.create({
      tenantId,
      source: source.name,
      baseUrl: parseBaseUrl(request.baseUrl === '' ? source.defaultBaseUrl : request.baseUrl),
      token: parseToken(request.token),
      displayName: parseDisplayName(request.displayName),
      allowPrivateNetwork: request.allowPrivateNetwork,
      capabilities: parseCapabilities(request.capabilities, source.capabilities),
    });
    wake('');
    return { connection: toConnection(connection) };
  };
}
