import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

import { InvalidInputError, NotFoundError } from '@secondlook/kit';
import { Router } from 'express';
import { z } from 'zod';

import { type IngestionGateway, type OpenAttachment } from '../gateways/ingestion';
import { contentDisposition } from './content-disposition';
import { parseInput, type Handlers } from './handle';
import { safeContentType } from './safe-content-type';

const address = z.object({ candidateId: z.string(), attachmentId: z.string() });

/** Files as the ATS holds them, whatever is in them: to be saved, and powerless should a browser show one nevertheless. */
export function createAttachmentRoutes(ingestion: IngestionGateway, { forUsers }: Handlers): Router {
  const router = Router({ caseSensitive: true });
  router.get('/:candidateId/:attachmentId', forUsers('attachment', async (request, response, asUser) => {
    const { candidateId, attachmentId } = parseInput(address, request.params);
    const { attachment, chunks } = await findAttachment(() => ingestion.openAttachment(candidateId, attachmentId, asUser));
    response.set({
      'Content-Type': safeContentType(attachment.contentType),
      'Content-Disposition': contentDisposition(attachment.name),
      'Content-Security-Policy': "sandbox; default-src 'none'",
    });
    // From here on nothing can be answered any more: what breaks off is cut, so that half a file does not pass for a whole one.
    await pipeline(Readable.from(chunks), response).catch(() => response.destroy());
  }));
  return router;
}

/** An id that cannot be one is as good as one that is not there. */
async function findAttachment(open: () => Promise<OpenAttachment>): Promise<OpenAttachment> {
  try {
    return await open();
  } catch (error) {
    throw error instanceof InvalidInputError ? new NotFoundError('There is no such attachment.', { cause: error }) : error;
  }
}
