import { type VerifyConnectionRequest, type VerifyConnectionResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { toConnection } from '../store/connections';
import { type Parts } from '.';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 60_000;

/** Asks the worker that holds the connection's lease, on whatever replica: every call to the ATS takes a slot of its limiter. */
export function createVerifyConnection({ connections, wake }: Parts) {
  return async ({ connectionId }: VerifyConnectionRequest, { tenantId, signal }: Authenticated & CallContext): Promise<VerifyConnectionResponse> => {
    await connections.get(tenantId, connectionId);
    const { verifyRequested: asked } = await connections.update(connectionId, ({ verifyRequested }) => ({ verifyRequested: verifyRequested + 1 }));
    wake(connectionId);
    const connection = await waitUntil(async () => {
      const stored = await connections.get(tenantId, connectionId);
      return stored.verifyAnswered >= asked ? stored : undefined;
    }, PATIENCE_MS, 'The connection is not being read by anybody; its verification goes on.', signal);
    return { connection: toConnection(connection) };
  };
}
