import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { analyze } from './analyze';
import { cleanText } from './clean-text';
import { NO_TOKEN, toTokenStreams, VALUE_END, VALUE_START } from './token-streams';

const analyzed = (raw: string) => analyze(cleanText(raw));
const exacts = (raw: string) => analyzed(raw).tokens.map(({ exact }) => exact);
const joined = (raw: string) => analyzed(raw).joins.map(({ exact }) => exact);

const words = fc.constantFrom('java', 'C++', 'c#', '.NET', 'ASP.NET', 'R&D', 'pre-sales', 'node.js', "O'Brien", '王小明', 'ﷺ', '㈠', 'Straße', 'ﬁ', '401(k)', 'x'.repeat(150), '한국어abc', '\u0301', 'a/b.c-d', '😀', 'aᅡ', 'か\u3099', '𝒳'.repeat(120));
const text = fc.array(fc.oneof({ weight: 3, arbitrary: words }, fc.string({ maxLength: 5 }), fc.string({ maxLength: 5, unit: 'binary' }), fc.constantFrom(' ', '-', '/', '.', '&'))).map((parts) => parts.join(''));

describe('the analysis of text', () => {
  it('gives tokens of 1 to 100 code points without white space, whatever the text', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const { tokens, joins } = analyzed(raw);
        for (const { exact } of [...tokens, ...joins]) {
          expect(Array.from(exact).length).toBeGreaterThan(0);
          expect(Array.from(exact).length).toBeLessThanOrEqual(100);
          expect(exact).not.toMatch(/\s/u);
          expect([NO_TOKEN, VALUE_START, VALUE_END]).not.toContain(exact);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('points every token at a stretch of the raw text, one after the other', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const rawLength = Array.from(raw).length;
        let before = 0;
        for (const { start, end } of analyzed(raw).tokens) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(rawLength);
          before = end;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('joins whole chains of at least two tokens, which never overlap', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const { tokens, joins } = analyzed(raw);
        let free = 0;
        for (const { first, last } of joins) {
          expect(first).toBeGreaterThanOrEqual(free);
          expect(last).toBeGreaterThan(first);
          expect(last).toBeLessThan(tokens.length);
          free = last + 1;
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['C++, C# and C', ['c++', 'c#', 'and', 'c']],
    ['C++17', ['c++', '17']],
    ['internet acme.net Netflix .NET', ['internet', 'acme', 'net', 'netflix', '.net']],
    ['ASP.NET', ['asp', '.net']],
    ['C/C++', ['c', 'c++']],
    ['401(k) manager(s)', ['401(k)', 'manager', 's']],
    ['R&D R&amp;D AT&T', ['r&d', 'r&d', 'at&t']],
    ['José JOSE\u0301 Øster Łukasz Straße', ['jose', 'jose', 'oster', 'lukasz', 'strasse']],
    ["O'Brien O’Brien OBrien manager's", ['obrien', 'obrien', 'obrien', 'managers']],
    ["'software engineer'", ['software', 'engineer']],
    ['王小明', ['王', '小', '明']],
    ['ＪＡＶＡ', ['java']],
    ['か が', ['か', 'が']],
    ['ワタナベabc', ['ワ', 'タ', 'ナ', 'ベ', 'abc']],
    ['snake_case', ['snake', 'case']],
    ['😀 !!', []],
  ])('takes %j apart into %j', (raw, tokens) => {
    expect(exacts(raw)).toEqual(tokens);
  });

  it.each([
    ['pre-sales', ['presales']],
    ['node.js', ['nodejs']],
    ['TCP/IP', ['tcpip']],
    ['a-b/c.d', ['abcd']],
    ['ASP.NET', ['asp.net']],
    ['a - b a--b Node JS', []],
  ])('joins %j to %j', (raw, joins) => {
    expect(joined(raw)).toEqual(joins);
  });

  it('stems running words, and never protected ones', () => {
    const stems = Object.fromEntries(analyzed('managers engineering internal university C++').tokens.map(({ exact, stem }) => [exact, stem]));
    expect(stems).toEqual({ managers: 'manag', engineering: 'engin', internal: 'internal', university: 'univers', 'c++': undefined });
    expect(analyzed('universal').tokens[0]?.stem).not.toBe(stems['university']);
    expect(analyzed('interns').tokens[0]?.stem).not.toBe(stems['internal']);
  });

  it('takes a long document apart in time proportional to its length, whatever it is made of', () => {
    const started = performance.now();
    for (const unit of ['a', 'a ', 'a-', "a'", '王', '.', 'C+', '&amp;', '\u0301']) {
      analyzed(unit.repeat(32_000 / unit.length));
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('the token streams of a document', () => {
  it('have one token per position each, and keep values apart by sentinels', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.boolean())), (values) => {
        const { exact, ...others } = toTokenStreams(values.map(([raw, stemmed]) => ({ analysis: analyzed(raw), stemmed })));
        const positions = exact.split(' ').length;
        expect(Object.values(others).map((stream) => stream.split(' ').length)).toEqual([positions, positions, positions]);
        const filled = values.filter(([raw]) => exacts(raw).length > 0);
        expect(exact).toBe(filled.map(([raw]) => [VALUE_START, ...exacts(raw), VALUE_END].join(' ')).join(' '));
      }),
    );
  });

  it('stem running text only: Banks is not found by banking', () => {
    const name = toTokenStreams([{ analysis: analyzed('Banks'), stemmed: false }]);
    const running = toTokenStreams([{ analysis: analyzed('banks'), stemmed: true }]);
    expect([name.stem, running.stem]).toEqual(['_ _ _', '_ bank _']);
  });
});
