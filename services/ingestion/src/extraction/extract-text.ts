import type { TextItem } from 'pdfjs-dist/types/src/display/api';

import { extractDocx } from './extract-docx';
import { type ExtractedText } from './extracted-text';

/** Thousands of pages; more is not searched anyway. */
const MAX_TEXT_LENGTH = 2_000_000;

/** The text, or a code that says why there is none. What a file is, its bytes say: names and declared types are often wrong. */
export async function extractText(bytes: Uint8Array): Promise<ExtractedText | string> {
  if (bytes.length === 0) {
    return 'empty';
  }
  const extracted = isPdf(bytes) ? await extractPdf(bytes) : isZip(bytes) ? extractDocx(bytes) : extractPlainText(bytes);
  if (typeof extracted !== 'string' && extracted.pages.reduce((length, page) => length + page.length, 0) > MAX_TEXT_LENGTH) {
    return 'text_too_long';
  }
  return extracted;
}

/** Readers accept a header anywhere in the first 1,024 bytes (ISO 32000-1, annex H). */
function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-');
}

function isZip(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).equals(Buffer.from('PK\u0003\u0004'));
}

function extractPlainText(bytes: Uint8Array): ExtractedText | string {
  const text = decodeText(bytes);
  return text === undefined ? 'unsupported_type' : { pages: text.split('\f'), links: [] };
}

/** UTF-8, UTF-16 with a byte order mark, or Windows-1252; undefined for what is no text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  }
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d)) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

async function extractPdf(bytes: Uint8Array): Promise<ExtractedText | string> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    // pdfjs takes the buffer over.
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    const pages: string[] = [];
    const links: { page: number; url: string }[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(items.map((item) => ('str' in item ? toText(item) : '')).join(''));
      links.push(...(await page.getAnnotations()).flatMap((annotation: unknown) => urlsOf(annotation).map((url) => ({ page: number, url }))));
      page.cleanup();
    }
    return { pages, links };
  } catch (error) {
    return error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'corrupt';
  } finally {
    await task.destroy();
  }
}

function toText({ str, hasEOL }: TextItem): string {
  return hasEOL ? `${str}\n` : str;
}

function urlsOf(annotation: unknown): string[] {
  return typeof annotation === 'object' && annotation !== null && 'url' in annotation && typeof annotation.url === 'string' ? [annotation.url] : [];
}
