import { DocumentText } from '@secondlook/contracts';

import { type ExtractedText } from './extracted-text';

/** How a document's text is kept: a DocumentText message. */
export function toTextBlob({ pages, links }: ExtractedText): Buffer {
  return Buffer.from(DocumentText.encode({ pages: [...pages], links: [...links] }).finish());
}

export function fromTextBlob(bytes: Buffer): DocumentText {
  return DocumentText.decode(bytes);
}
