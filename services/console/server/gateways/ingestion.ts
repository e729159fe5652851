import { type Attachment, type GetAttachmentResponse, type IngestionServiceDefinition } from '@secondlook/contracts';
import { NotFoundError, type GrpcClient } from '@secondlook/kit';

import { type AsUser } from './as-user';

/** For the whole of a file, over the slowest of lines. */
const DEADLINE_MS = 600_000;

export interface OpenAttachment {
  readonly attachment: Attachment;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export type IngestionGateway = ReturnType<typeof createIngestionGateway>;

export function createIngestionGateway(client: GrpcClient<IngestionServiceDefinition>) {
  return {
    /** Resolves once the first bytes are here: whatever goes wrong before can still be answered. */
    async openAttachment(candidateId: string, attachmentId: string, asUser: AsUser): Promise<OpenAttachment> {
      const parts = partsOf(client.getAttachment({ candidateId, attachmentId }, { ...asUser, deadlineMs: DEADLINE_MS }));
      const header = await parts.next();
      if (header.done === true || header.value.$case !== 'attachment') {
        throw new NotFoundError('There is no such attachment.');
      }
      return { attachment: header.value.value, chunks: chunksFrom(await parts.next(), parts) };
    },
  };
}

type Part = NonNullable<GetAttachmentResponse['part']>;

async function* partsOf(messages: AsyncIterable<GetAttachmentResponse>): AsyncGenerator<Part, undefined> {
  for await (const { part } of messages) {
    if (part !== undefined) {
      yield part;
    }
  }
  return undefined;
}

async function* chunksFrom(first: IteratorResult<Part, undefined>, parts: AsyncGenerator<Part, undefined>): AsyncGenerator<Uint8Array> {
  if (first.done !== true && first.value.$case === 'chunk') {
    yield first.value.value;
  }
  for await (const part of parts) {
    if (part.$case === 'chunk') {
      yield part.value;
    }
  }
}
