import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { compilePositioned } from './compile/leaf';
import { TEXT } from './compile/query';
import { findHighlights } from './find-highlights';
import { parseQuery } from './query/parse-query';
import { leavesOf } from './query/tree';
import { analyze } from './text/analyze';
import { cleanText } from './text/clean-text';
import { toTokenStreams } from './text/token-streams';

/** What lights up, as text. */
function lit(query: string, text: string): string[] {
  const characters = Array.from(text);
  return findHighlights(parseQuery(query).tree, text).map(({ startOffset, endOffset }) => characters.slice(startOffset, endOffset).join(''));
}

/** Elasticsearch's part, as far as our queries use it, on one value of running text. */
function matches(query: string, text: string): boolean {
  const streams: Readonly<Record<string, string>> = { ...toTokenStreams([{ analysis: analyze(cleanText(text)), stemmed: true }]) };
  const tokensOf = (field: string) => (streams[field.replace('text.', '')] ?? '').split(' ');
  return positionedIn(query).every((leaf) => holds(compilePositioned(leaf, TEXT), tokensOf));
}

/** The leaves that stand somewhere. */
const positionedIn = (query: string) => [...leavesOf(parseQuery(query).tree)].filter((leaf) => leaf.kind !== 'value');

type Tokens = (field: string) => readonly string[];
type Stretch = readonly [first: number, last: number];

function holds(query: unknown, tokensOf: Tokens): boolean {
  const [kind, body] = onlyEntry(query);
  if (kind === 'bool') {
    return listIn(body, 'should').some((one) => holds(one, tokensOf));
  }
  const [field, rule] = onlyEntry(body);
  return kind === 'term' ? tokensOf(field).includes(String(valueIn(rule, 'value'))) : stretchesOf(rule, field, tokensOf).length > 0;
}

function stretchesOf(rule: unknown, field: string, tokensOf: Tokens): Stretch[] {
  const [kind, body] = onlyEntry(rule);
  if (kind === 'match') {
    const other = valueIn(body, 'use_field');
    const found = tokensOf(typeof other === 'string' ? other : field);
    return found.flatMap((token, position): Stretch[] => (token === valueIn(body, 'query') ? [[position, position]] : []));
  }
  const parts = listIn(body, 'intervals').map((one) => stretchesOf(one, field, tokensOf));
  if (kind === 'any_of') {
    return parts.flat();
  }
  const gapless = valueIn(body, 'max_gaps') === 0;
  return parts.reduce((before, after) => before.flatMap(([first, last]) => after.flatMap(([start, end]): Stretch[] => ((gapless ? start === last + 1 : start > last) ? [[first, end]] : []))));
}

function onlyEntry(value: unknown): [string, unknown] {
  const [entry] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entry ?? ['', undefined];
}

function valueIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = valueIn(value, key);
  return Array.isArray(list) ? list : [];
}

const words = ['java', 'manager', 'managers', 'pre-sales', 'presales', 'pre', 'sales', 'C++', 'C', 'ASP.NET', '.NET', 'R&D', '王小', '王', '小', "O'Brien", 'obrien', 'node.js', 'nodejs'];
const text = fc.array(fc.constantFrom(...words, ',', '!'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' '));
const query = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).chain((parts) => fc.constantFrom(parts.join(' '), `"${parts.join(' ')}"`));

describe('the words that matched', () => {
  it('light up, and only then does something light up for every leaf', () => {
    fc.assert(
      fc.property(query, text, (typed, document) => {
        const each = positionedIn(typed).map((leaf) => findHighlights(leaf, document).length > 0);
        expect(each.every(Boolean)).toBe(matches(typed, document));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are whole, in order, inside the text and without overlap', () => {
    fc.assert(
      fc.property(query, fc.oneof(text, fc.string({ unit: 'binary' })), (typed, document) => {
        let before = 0;
        for (const { startOffset, endOffset } of findHighlights(parseQuery(typed).tree, document)) {
          expect(startOffset).toBeGreaterThanOrEqual(before);
          expect(endOffset).toBeGreaterThan(startOffset);
          before = endOffset;
        }
        expect(before).toBeLessThanOrEqual(Array.from(document).length);
      }),
    );
  });

  it.each([
    ['manager', 'Managers manage; the manager managed', ['Managers', 'manage', 'manager', 'managed']],
    ['"manager"', 'Managers and a manager', ['manager']],
    ['C++', 'C, C++ and C#', ['C++']],
    ['C', 'C, C++ and C#', ['C']],
    ['.NET', 'internet acme.net ASP.NET', ['.NET']],
    ['presales', 'a pre-sales role', ['pre-sales']],
    ['pre-sales', 'a presales role', ['presales']],
    ['"senior presales manager"', '😀 senior pre-sales manager', ['senior pre-sales manager']],
    ['"proctor gamble"', 'Proctor & Gamble', ['Proctor & Gamble']],
    ['josé', 'JOSE\u0301 and Jose', ['JOSE\u0301', 'Jose']],
    ['小明', '王小明', ['小明']],
    ['java -python', 'java python', ['java']],
    ['nodejs', 'node.js, Node JS', ['node.js']],
    ['eng* wom?n', 'Engineers; engines of women, a woman', ['Engineers', 'engines', 'women', 'woman']],
    ['kuber~2', 'kubre, Kubera, guber', ['kubre', 'Kubera']],
    ['"customer support manager"~2', 'a manager of customer support', ['manager of customer support']],
    ['"a a"~1', 'a b, a; b b b a', ['a b, a']],
    ['java NEAR/1 (senior OR lead)', 'senior of java, the big lead of the java', ['senior', 'java']],
    ['title:java', 'java', []],
    ['resume:java -go PREFER rust', 'java go rust', ['java', 'rust']],
  ])('of %j in %j are %j', (typed, document, expected) => {
    expect(lit(typed, document)).toEqual(expected);
  });

  it('are found in a moment, however many ways a phrase of compounds could match', () => {
    const started = performance.now();
    expect(lit(`"${'a-b '.repeat(100)}z"`, 'a-b '.repeat(600))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
