import { unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from '@jest/globals';
import { createPopulation } from '../domain/population/population';
import { toPlainText } from '../domain/population/resume';
import { DOCX } from '../domain/records';
import { renderDocument } from './render-document';
import { renderDocx } from './render-docx';

const population = createPopulation({ seed: 4, size: 300 });
const sources = Array.from({ length: population.size }, (_, candidate) => population.readCandidate(candidate))
  .flatMap(({ attachments }) => attachments.map(({ source }) => source))
  .flatMap((source) => (source.kind === 'set' && source.contentType === DOCX ? [source] : []));

const partsOf = (bytes: Buffer): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(unzipSync(new Uint8Array(bytes))).map(([name, content]) => [name, strFromU8(content)]));

const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

const linesOf = (part = ''): readonly string[] =>
  (part.match(/<w:p>.*?<\/w:p>/gs) ?? []).map((paragraph) => unescape(Array.from(paragraph.matchAll(/<w:t [^>]*>([^<]*)<\/w:t>/g), ([, text = '']) => text).join('')));

const textOf = (bytes: Buffer): string => {
  const parts = partsOf(bytes);
  const footer = linesOf(parts['word/footer1.xml']).filter((line) => line !== '');
  return [...linesOf(parts['word/document.xml']), ...footer].join('\n') + '\n';
};

describe('a rendered Word document', () => {
  it('gives back every line it was set from, in every script', async () => {
    expect(sources.length).toBeGreaterThan(20);
    for (const source of sources) expect(textOf(await renderDocument(source))).toBe(toPlainText(source.read()));
  });

  it('names each of its parts, and every relationship it uses', () => {
    const lines = [{ text: 'LinkedIn', style: 'small' as const, link: 'https://example.com/a?b=1&c="2"' }, { text: 'Other', style: 'body' as const }];
    const parts = partsOf(renderDocx({ title: 'A & B', lines, footer: 'Agency' }));
    const typed = Array.from((parts['[Content_Types].xml'] ?? '').matchAll(/PartName="\/([^"]+)"/g), ([, name]) => name);
    expect(typed.filter((name) => name === undefined || parts[name] === undefined)).toEqual([]);
    const relations = parts['word/_rels/document.xml.rels'] ?? '';
    const used = Array.from((parts['word/document.xml'] ?? '').matchAll(/r:id="([^"]+)"/g), ([, id]) => id ?? '');
    expect(used.toSorted()).toEqual(['footer', 'link0']);
    expect(used.filter((id) => !relations.includes(`Id="${id}"`))).toEqual([]);
    expect(relations).toContain('Target="https://example.com/a?b=1&amp;c=&quot;2&quot;" TargetMode="External"');
    expect(parts['docProps/core.xml']).toContain('A &amp; B');
  });

  it('has the same bytes every time, and can be made of any text', async () => {
    const source = { kind: 'text' as const, contentType: DOCX, text: 'Grüße <aus> Łódź\n漢字 \u0000&\u{1F600}' };
    const bytes = await renderDocument(source);
    expect(bytes.equals(await renderDocument(source))).toBe(true);
    expect(textOf(bytes)).toBe('Grüße <aus> Łódź\n漢字 &\u{1F600}\n');
  });
});
