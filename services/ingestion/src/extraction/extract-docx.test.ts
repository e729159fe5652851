import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';

import { extractText } from './extract-text';

const XMLNS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const part = (body: string) => `<?xml version="1.0" encoding="UTF-8"?><w:document ${XMLNS}><w:body>${body}</w:body></w:document>`;
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

function docx(body: string, more: Record<string, string> = {}): Uint8Array {
  const files = { '[Content_Types].xml': '<Types/>', 'word/document.xml': part(body), ...more };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

const pagesOf = async (bytes: Uint8Array) => {
  const extracted = await extractText(bytes);
  return typeof extracted === 'string' ? extracted : extracted.pages;
};

describe('a Word document', () => {
  it('is read by paragraphs, tabs and breaks, and page by page', async () => {
    const body = `${paragraph('Jane &amp; Co')}<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/><w:t>next</w:t></w:r></w:p>`;
    expect(await pagesOf(docx(body))).toEqual(['Jane & Co\na\tb\nc\n', 'next\n']);
  });

  it('is read with its headers, footers and notes, and text boxes once', async () => {
    const box = `<mc:AlternateContent><mc:Choice>${paragraph('boxed')}</mc:Choice><mc:Fallback>${paragraph('boxed')}</mc:Fallback></mc:AlternateContent>`;
    const pages = await pagesOf(docx(`${paragraph('body')}${box}<w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>`, {
      'word/header1.xml': part(paragraph('mail@example.com')), 'word/footer1.xml': part(paragraph('page 1')), 'word/footnotes.xml': part(paragraph('note')), 'word/styles.xml': part(paragraph('no text')),
    }));
    expect(Array.isArray(pages) ? pages.join('').split('\n').filter((line) => line !== '') : pages).toEqual(['mail@example.com', 'body', 'boxed', 'note', 'page 1']);
  });

  it('tells the addresses of its hyperlinks, each once', async () => {
    const link = (id: string, target: string, type: string) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
    const relationships = `<Relationships>${link('1', 'https://www.linkedin.com/in/jane', 'hyperlink')}${link('2', 'https://www.linkedin.com/in/jane', 'hyperlink')}${link('3', 'styles.xml', 'styles')}</Relationships>`;
    expect(await extractText(docx(paragraph('x'), { 'word/_rels/document.xml.rels': relationships }))).toMatchObject({ links: [{ page: 1, url: 'https://www.linkedin.com/in/jane' }] });
  });

  it('is refused with a code: a bomb before it is inflated, a document type, another archive, half a file', async () => {
    expect(await pagesOf(docx(' '.repeat(33 << 20)))).toBe('too_large');
    expect(await pagesOf(zipSync(Object.fromEntries(Array.from({ length: 5_001 }, (_, index) => [`word/${index}`, new Uint8Array()]))))).toBe('too_large');
    const entity = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><w:document><w:t>&a;</w:t></w:document>';
    expect(await pagesOf(zipSync({ 'word/document.xml': strToU8(entity) }))).toBe('corrupt');
    expect(await pagesOf(zipSync({ 'readme.txt': strToU8('hello') }))).toBe('unsupported_type');
    expect(await pagesOf(docx(paragraph('x')).subarray(0, 60))).toBe('corrupt');
  });

  it('always ends in text or a code, whatever bytes are changed', async () => {
    const bytes = docx(paragraph('some words of a résumé'), { 'word/header1.xml': part(paragraph('head')) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (changes) => {
        const changed = Uint8Array.from(bytes);
        changes.forEach(([at, value]) => (changed[at] = value));
        const pages = await pagesOf(changed);
        expect(typeof pages !== 'string' || /^[a-z_]+$/.test(pages)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
