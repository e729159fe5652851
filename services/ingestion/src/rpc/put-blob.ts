import { type BlobHeader, type PutBlobRequest, type PutBlobResponse } from '@secondlook/contracts';
import { InvalidInputError, LimitError, NotFoundError, type Authenticated } from '@secondlook/kit';

import { blobIdOf } from '../domain/candidate-document';
import { createOpaqueIds } from '../domain/opaque-id';
import { hashBytes, MAX_BLOB_BYTES } from '../store/blobs';
import { type Parts } from '.';

/** Stores bytes before they are referred to. What is never referred to, the daily sweep removes. */
export function createPutBlob({ blobs, candidates, idKeys }: Parts) {
  return async (requests: AsyncIterable<PutBlobRequest>, { tenantId }: Authenticated): Promise<PutBlobResponse> => {
    const { header, bytes } = await collect(requests);
    const candidateId = createOpaqueIds(await idKeys.get(tenantId), header.connectionId)('candidate', header.candidateExternalId);
    const stored = await candidates.findSummaries(tenantId, [candidateId]);
    if (stored.get(candidateId)?.deleted === true) {
      throw new NotFoundError('The candidate is deleted.');
    }
    const sha256 = hashBytes(bytes);
    await blobs.put(tenantId, blobIdOf(candidateId, sha256), bytes);
    return { sha256, sizeBytes: bytes.length };
  };
}

async function collect(requests: AsyncIterable<PutBlobRequest>): Promise<{ header: BlobHeader; bytes: Buffer }> {
  let header: BlobHeader | undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const { part } of requests) {
    if (part?.$case === 'header') {
      header = part.value;
    } else if (part?.$case === 'chunk') {
      size += part.value.length;
      if (size > MAX_BLOB_BYTES) {
        throw new LimitError('blob bytes', MAX_BLOB_BYTES, size);
      }
      chunks.push(part.value);
    }
  }
  if (header === undefined || header.connectionId === '' || header.candidateExternalId === '') {
    throw new InvalidInputError([{ field: 'header', description: 'must come first, with connection_id and candidate_external_id' }]);
  }
  return { header, bytes: Buffer.concat(chunks) };
}
