import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { splitLines, type NumberedLine } from './split-lines';

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for (const size of sizes) {
    yield await Promise.resolve(bytes.subarray(offset, offset + size));
    offset += size;
  }
  yield bytes.subarray(offset);
}

async function split(text: string, sizes: readonly number[] = [], maxLength = 50): Promise<NumberedLine[]> {
  const lines: NumberedLine[] = [];
  for await (const line of splitLines(inChunks(Buffer.from(text), sizes), maxLength)) {
    lines.push(line);
  }
  return lines;
}

describe('the lines of a file', () => {
  it('are the same wherever its bytes are cut', async () => {
    const text = fc.array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', 'x'.repeat(30), '{"a":1}')).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.integer({ min: 0, max: 7 })), async (whole, sizes) => {
        const lines = await split(whole, sizes);
        expect(lines).toEqual(await split(whole));
        const expected = whole.replace(/\n$/, '').split('\n').map((line) => line.replace(/\r$/, ''));
        expect(lines.map(({ text: line, tooLong }) => (tooLong ? 'too long' : line))).toEqual(whole === '' ? [] : expected.map((line) => (line.length > 50 ? 'too long' : line)));
        expect(lines.map(({ number }) => number)).toEqual(lines.map((_line, index) => index + 1));
      }),
    );
  });

  it('may end without a line end, with one, or be none at all', async () => {
    expect((await split('a\nb')).map(({ text }) => text)).toEqual(['a', 'b']);
    expect((await split('a\nb\n')).map(({ text }) => text)).toEqual(['a', 'b']);
    expect((await split('a\n\nb')).map(({ number, text }) => [number, text])).toEqual([[1, 'a'], [2, ''], [3, 'b']]);
    expect(await split('')).toEqual([]);
  });

  it('that are too long are dropped by number, and the next ones are whole', async () => {
    const lines = await split(`ok\n${'x'.repeat(500)}\nnext\n${'y'.repeat(500)}`, new Array<number>(100).fill(10));
    expect(lines).toEqual([
      { number: 1, text: 'ok', tooLong: false },
      { number: 2, text: '', tooLong: true },
      { number: 3, text: 'next', tooLong: false },
      { number: 4, text: '', tooLong: true },
    ]);
  });

  it('begin after the mark that some programs put before a file', async () => {
    expect((await split('\ufeff{"a":1}\n\ufeffb')).map(({ text }) => text)).toEqual(['{"a":1}', '\ufeffb']);
  });
});
