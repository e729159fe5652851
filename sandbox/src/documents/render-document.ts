import { createHash } from 'node:crypto';
import { setPlainText, toPlainText } from '../domain/population/resume';
import { type DocumentSource } from '../domain/records';
import { renderPdf } from './render-pdf';

/** Bytes are made when somebody asks for them; the same source gives the same bytes. */
export const renderDocument = async (source: DocumentSource): Promise<Buffer> => {
  if (source.kind === 'bytes') return Buffer.from(source.base64, 'base64');
  const isPdf = source.contentType === 'application/pdf';
  if (source.kind === 'set') return isPdf ? renderPdf(source.read()) : Buffer.from(toPlainText(source.read()), 'utf8');
  return isPdf ? renderPdf(setPlainText(source.text)) : Buffer.from(source.text, 'utf8');
};

export interface Digest {
  readonly size: number;
  readonly sha256: string;
}

export const digestOf = (bytes: Buffer): Digest => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
