import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { createPopulation } from '../domain/population/population';
import { toPlainText } from '../domain/population/resume';
import { type DocumentSource } from '../domain/records';
import { renderDocument } from './render-document';

jest.setTimeout(30_000);

const population = createPopulation({ seed: 4, size: 800 });
const sources = Array.from({ length: population.size }, (_, candidate) => population.readCandidate(candidate))
  .flatMap(({ attachments }) => attachments.map(({ source }) => source))
  .filter((source) => source.kind === 'set' && source.contentType === 'application/pdf');

const textOf = (source: DocumentSource): string => (source.kind === 'set' ? toPlainText(source.read()) : '');

/** One document per script, so that every font is used, then the first ones as they come. */
const scripts = ['Cyrillic', 'Greek', 'Han', 'Hangul', 'Arabic', 'Hebrew', 'Devanagari', 'Latin'];
const ofScript = (script: string) => sources.find((source) => new RegExp(`\\p{Script=${script}}`, 'u').test(textOf(source)));
const chosen = [...scripts.map(ofScript), ...sources.slice(0, 25)].filter((source) => source !== undefined);

const extractedSchema = z.array(z.object({ pages: z.number(), text: z.string(), links: z.array(z.string()) }));

// pdf.js ships ES modules only and jest runs CommonJS: it reads in a process of its own.
const reader = `
  import { readFileSync } from 'node:fs';
  import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
  const results = [];
  for (const file of process.argv.slice(1)) {
    const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
    const result = { pages: pdf.numPages, text: '', links: [] };
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      result.text += items.map((item) => item.str + (item.hasEOL ? '\\n' : '')).join('') + '\\n';
      result.links.push(...(await page.getAnnotations()).map(({ url }) => url).filter(Boolean));
    }
    results.push(result);
  }
  process.stdout.write(JSON.stringify(results));
`;

const normalise = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

describe('a rendered résumé', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-pdf-'));
  const extracted: z.infer<typeof extractedSchema> = [];

  beforeAll(async () => {
    const files: string[] = [];
    for (const [index, source] of chosen.entries()) {
      const file = join(folder, `${index}.pdf`);
      writeFileSync(file, await renderDocument(source));
      files.push(file);
    }
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', reader, ...files], { cwd: __dirname, encoding: 'utf8', stdio: 'pipe' });
    extracted.push(...extractedSchema.parse(JSON.parse(output)));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives back every line it was set from, in every script', () => {
    const lost = chosen.flatMap((source, index) =>
      textOf(source)
        .split('\n')
        .filter((line) => !normalise(extracted[index]?.text ?? '').includes(normalise(line))),
    );
    expect(scripts.filter((script) => ofScript(script) === undefined)).toEqual([]);
    expect(extracted).toHaveLength(chosen.length);
    expect(lost).toEqual([]);
  });

  it('carries its links as annotations', () => {
    const wanted = chosen.map((source) => (source.kind === 'set' ? source.read().lines.flatMap(({ link }) => (link === undefined ? [] : [link])) : []));
    const found = extracted.map(({ links }) => links);
    expect(wanted.flat().length).toBeGreaterThan(0);
    expect(found.map((links) => links.length)).toEqual(wanted.map((links) => links.length));
  });

  it('runs over several pages when there is much to tell', () => {
    expect(new Set(extracted.map(({ pages }) => pages)).size).toBeGreaterThan(1);
  });

  it('has the same bytes whatever was rendered before it', async () => {
    const render = async (list: readonly DocumentSource[]): Promise<readonly string[]> => {
      const texts: string[] = [];
      for (const source of list) texts.push((await renderDocument(source)).toString('base64'));
      return texts;
    };
    expect((await render(chosen.toReversed())).toReversed()).toEqual(await render(chosen));
  });

  it('can be made of any text, and other kinds of bytes pass as they are', async () => {
    const pdf = await renderDocument({ kind: 'text', contentType: 'application/pdf', text: 'Grüße aus Łódź\n\n漢字' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await renderDocument({ kind: 'text', contentType: 'text/plain', text: 'Grüße' })).toEqual(Buffer.from('Grüße'));
    expect(await renderDocument({ kind: 'bytes', base64: 'AAEC' })).toEqual(Buffer.from([0, 1, 2]));
  });
});
