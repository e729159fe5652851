import { createHash } from 'node:crypto';
import { setPlainText, toPlainText, type SetDocument } from '../domain/population/resume';
import { DOCX, type DocumentSource } from '../domain/records';
import { renderDocx } from './render-docx';
import { renderPdf } from './render-pdf';

/** Bytes are made when somebody asks for them; the same source gives the same bytes. */
export const renderDocument = async (source: DocumentSource): Promise<Buffer> => {
  if (source.kind === 'bytes') return Buffer.from(source.base64, 'base64');
  const read = (): SetDocument => (source.kind === 'set' ? source.read() : setPlainText(source.text));
  if (source.contentType === 'application/pdf') return renderPdf(read());
  if (source.contentType === DOCX) return renderDocx(read());
  return Buffer.from(source.kind === 'set' ? toPlainText(source.read()) : source.text, 'utf8');
};

export interface Digest {
  readonly size: number;
  readonly sha256: string;
}

export const digestOf = (bytes: Buffer): Digest => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
