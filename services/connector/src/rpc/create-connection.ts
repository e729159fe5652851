import { VerificationOutcome, type CreateConnectionRequest, type CreateConnectionResponse } from '@secondlook/contracts';
import { AlreadyExistsError, UnavailableError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { parseCapabilities } from '../domain/capabilities';
import { parseBaseUrl, parseDisplayName, parseToken } from '../domain/connection-input';
import { parseImportScope } from '../domain/import-scope';
import { describeOther } from '../pulling/claim-account';
import { getSource } from '../sources';
import { toConnection, type ConnectionDocument } from '../store/connections';
import { type Parts } from '.';
import { requireImporting } from './count-import';
import { waitUntil } from './wait-until';

/** What cannot be reached in this time is verified later: the answer then is a connection that is not verified yet. */
const PATIENCE_MS = 8_000;

/** The very credential is known without a call. Whose account another one is only the ATS can say. */
export function createCreateConnection(parts: Parts) {
  const { connections, wake } = parts;
  return async (request: CreateConnectionRequest, { tenantId, signal }: Authenticated & CallContext): Promise<CreateConnectionResponse> => {
    const source = getSource(request.source);
    const wanted = {
      tenantId,
      source: source.name,
      baseUrl: parseBaseUrl(request.baseUrl === '' ? source.defaultBaseUrl : request.baseUrl),
      token: parseToken(request.token),
      displayName: parseDisplayName(request.displayName),
      allowPrivateNetwork: request.allowPrivateNetwork,
      capabilities: parseCapabilities(request.capabilities, source.capabilities),
      importScope: request.importScope === undefined ? {} : parseImportScope(request.importScope, new Date()),
      pausedTime: request.paused ? new Date() : undefined,
    };
    requireImporting(source, wanted.importScope);
    const other = await connections.findOfCredential(tenantId, wanted);
    if (other !== undefined) {
      throw new AlreadyExistsError(describeOther(other));
    }
    const created = await connections.create(wanted);
    wake('');
    const connection = await untilVerified(created, parts, signal);
    if (connection.verification?.outcome === VerificationOutcome.ALREADY_CONNECTED) {
      await connections.update(created._id, () => ({ removing: true }));
      wake(created._id);
      throw new AlreadyExistsError(connection.verification.message);
    }
    return { connection: toConnection(connection) };
  };
}

async function untilVerified(created: ConnectionDocument, { connections }: Parts, signal: AbortSignal): Promise<ConnectionDocument> {
  const look = async () => {
    const stored = await connections.get(created.tenantId, created._id);
    return stored.verifyAnswered >= created.verifyRequested ? stored : undefined;
  };
  return waitUntil(look, PATIENCE_MS, 'The connection is not verified yet.', signal).catch((error: unknown) => {
    if (error instanceof UnavailableError) {
      return created;
    }
    throw error;
  });
}
