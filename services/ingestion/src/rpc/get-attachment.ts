import { type GetAttachmentRequest, type GetAttachmentResponse } from '@secondlook/contracts';
import { NotFoundError, type Authenticated } from '@secondlook/kit';

import { blobIdOf } from '../domain/candidate-document';
import { type Parts } from '.';

const CHUNK_BYTES = 256 << 10;

/** The same answer for a candidate or attachment that is missing, hidden, deleted, or another tenant's. */
export function createGetAttachment({ candidates, blobs }: Parts) {
  return async function* ({ candidateId, attachmentId }: GetAttachmentRequest, { tenantId }: Authenticated): AsyncGenerator<GetAttachmentResponse> {
    const candidate = (await candidates.find(tenantId, [candidateId])).get(candidateId);
    const attachment = candidate?.deleted === false && candidate.hidden === undefined ? candidate.assembled?.attachments.find((one) => one.attachmentId === attachmentId) : undefined;
    const bytes = attachment === undefined ? undefined : await blobs.find(tenantId, blobIdOf(candidateId, attachment.sha256));
    if (attachment === undefined || bytes === undefined) {
      throw new NotFoundError('There is no such attachment.');
    }
    yield { part: { $case: 'attachment', value: attachment } };
    for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
      yield { part: { $case: 'chunk', value: bytes.subarray(offset, offset + CHUNK_BYTES) } };
    }
  };
}
