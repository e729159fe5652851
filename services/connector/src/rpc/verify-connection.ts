import { type VerifyConnectionRequest, type VerifyConnectionResponse } from '@secondlook/contracts';
import { sleep, UnavailableError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { toConnection } from '../store/connections';
import { type Parts } from '.';

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Asks the worker that holds the connection's lease, on whatever replica: every call to the ATS takes a slot of its limiter. */
export function createVerifyConnection({ connections, wake }: Parts) {
  return async ({ connectionId }: VerifyConnectionRequest, { tenantId, signal }: Authenticated & CallContext): Promise<VerifyConnectionResponse> => {
    await connections.get(tenantId, connectionId);
    const { verifyRequested: asked } = await connections.update(connectionId, ({ verifyRequested }) => ({ verifyRequested: verifyRequested + 1 }));
    wake(connectionId);
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
      const connection = await connections.get(tenantId, connectionId);
      if (connection.verifyAnswered >= asked) {
        return { connection: toConnection(connection) };
      }
      await sleep(LOOK_EVERY_MS, signal);
    }
    throw new UnavailableError('The connection is not being read by anybody; its verification goes on.');
  };
}
