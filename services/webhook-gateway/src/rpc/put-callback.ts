import { type PutCallbackRequest, type PutCallbackResponse } from '@secondlook/contracts';
import { InvalidInputError, requireAtMost, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';

const MAX_KEYS = 16;

export function createPutCallback({ callbacks }: Parts) {
  return async (request: PutCallbackRequest, { tenantId }: Authenticated): Promise<PutCallbackResponse> => {
    const { path, connectionId, source, sealedSigningKeys, wrappedDataKey, activationPendingUntilTime } = request;
    requireAtMost('sealed_signing_keys', sealedSigningKeys.length, MAX_KEYS);
    if (!/^[\w-]{22,128}$/.test(path)) {
      throw new InvalidInputError([{ field: 'path', description: 'must be at least 128 random bits, base64url' }]);
    }
    await callbacks.put({ _id: path, tenantId, connectionId, source, sealedSigningKeys, wrappedDataKey, activationPendingUntil: activationPendingUntilTime });
    return {};
  };
}
