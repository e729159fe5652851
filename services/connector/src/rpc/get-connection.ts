import { type GetConnectionRequest, type GetConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';

import { toConnection } from '../store/connections';
import { type Parts } from '.';

export function createGetConnection({ connections }: Parts) {
  return async ({ connectionId }: GetConnectionRequest, { tenantId }: Authenticated): Promise<GetConnectionResponse> => ({ connection: toConnection(await connections.get(tenantId, connectionId)) });
}
