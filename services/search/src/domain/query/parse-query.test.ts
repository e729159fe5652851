import { describe, expect, it } from '@jest/globals';
import { InvalidInputError, LimitError } from '@secondlook/kit';
import fc from 'fast-check';

import { parseQuery, type Leaf } from './parse-query';

const textOf = ({ kind, analysis }: Leaf) => (kind === 'phrase' ? `"${analysis.tokens.map(({ exact }) => exact).join(' ')}"` : analysis.tokens.map(({ exact }) => exact).join(' '));
function parsed(raw: string) {
  const { wanted, excluded, notes } = parseQuery(raw);
  return { wanted: wanted.map(textOf), excluded: excluded.map(textOf), notes: notes.map(({ code }) => code) };
}

function refusalOf(raw: string): unknown {
  try {
    return parseQuery(raw).notes;
  } catch (error) {
    return error;
  }
}

const anyQuery = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom('java', '"', '-', '+', '!', ' ', 'AND', 'OR', 'title:', '(', ')', '*', '?', '~2', ',', '&&', '“', '\u200d', '😀', 'of', '401(k)', '://'), { maxLength: 20 }).map((parts) => parts.join('')),
);

describe('any string as a query', () => {
  it('is understood, or refused as invalid input with an offset into what was typed', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        const refusal = refusalOf(raw);
        if (refusal instanceof Error) {
          expect(refusal).toBeInstanceOf(InvalidInputError);
        }
        const fields = refusal instanceof InvalidInputError ? refusal.fields : [{ field: 'query', offset: 0 }];
        for (const { field, offset } of fields) {
          expect(field).toBe('query');
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThan(Math.max(1, Array.from(raw).length));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says of each note where it is in what was typed', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        const refusal = refusalOf(raw);
        for (const { startOffset, endOffset } of refusal instanceof Error ? [] : parseQuery(raw).notes) {
          expect(startOffset).toBeGreaterThanOrEqual(0);
          expect(endOffset).toBeGreaterThan(startOffset);
          expect(endOffset).toBeLessThanOrEqual(Array.from(raw).length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has leaves that are all something to search', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        if (!(refusalOf(raw) instanceof Error)) {
          const { wanted, excluded } = parseQuery(raw);
          expect([...wanted, ...excluded].every(({ analysis }) => analysis.tokens.length > 0)).toBe(true);
        }
      }),
    );
  });

  it('is answered in a moment, also when it is as long as allowed and meant to be slow', () => {
    const started = performance.now();
    for (const unit of ['(', 'a(', '((a)', '"', '-', ',', 'a,', '~', '^', '*', 'a-', '1', 'a:', "'", '&amp;', 'ﷺ', ' "a"']) {
      refusalOf(unit.repeat(10_000 / unit.length));
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('words', () => {
  it('are all required, with AND or without', () => {
    expect(parsed('marketing manager')).toEqual({ wanted: ['marketing', 'manager'], excluded: [], notes: [] });
    expect(parsed('java AND python && go').wanted).toEqual(['java', 'python', 'go']);
    expect(parsed('java, python,go').wanted).toEqual(['java', 'python', 'go']);
    expect(parsed('salary 1,000').wanted).toEqual(['salary', '1 000']);
  });

  it('in quotes are one phrase', () => {
    expect(parsed('“data scientist” lead')).toMatchObject({ wanted: ['"data scientist"', 'lead'] });
    expect(parsed('"a" "b"').wanted).toEqual(['"a"', '"b"']);
  });

  it('after a minus or an exclamation mark are excluded, a lone one is dropped', () => {
    expect(parsed('java -intern !"junior developer"')).toEqual({ wanted: ['java'], excluded: ['intern', '"junior developer"'], notes: [] });
    expect(parsed('-manager')).toEqual({ wanted: [], excluded: ['manager'], notes: [] });
    expect(parsed('"software engineer" – intern')).toEqual({ wanted: ['"software engineer"', 'intern'], excluded: [], notes: ['dropped'] });
  });

  it('with a minus inside them are compounds', () => {
    expect(parsed('pre-sales')).toMatchObject({ wanted: ['pre sales'], excluded: [] });
  });

  it('after a plus are required as they are anyway, which is said', () => {
    expect(parsed('+java')).toEqual({ wanted: ['java'], excluded: [], notes: ['plus'] });
  });

  it('that are common are optional, unless there are no others, they are quoted or excluded', () => {
    expect(parsed('director of engineering')).toEqual({ wanted: ['director', 'engineering'], excluded: [], notes: ['stop'] });
    expect(parsed('to be at')).toMatchObject({ wanted: ['be'] });
    expect(parsed('of the')).toEqual({ wanted: ['of', 'the'], excluded: [], notes: [] });
    expect(parsed('"of" java -the')).toEqual({ wanted: ['"of"', 'java'], excluded: ['the'], notes: [] });
    expect(parsed('IT manager').wanted).toEqual(['it', 'manager']);
  });

  it('keep what belongs to them: symbols, colons of addresses and ratios, parentheses', () => {
    expect(parsed('C++ C# .NET R&D 401(k)').wanted).toEqual(['c++', 'c#', '.net', 'r&d', '401(k)']);
    expect(parsed('https://example.com/a:b 24:7 manager(s) kubernetes?').wanted).toEqual(['https example com a b', '24 7', 'manager s', 'kubernetes']);
  });

  it('of nothing but punctuation or emoji are dropped, which is said', () => {
    expect(parsed('😀 … ""')).toEqual({ wanted: [], excluded: [], notes: ['dropped', 'dropped', 'dropped'] });
  });
});

describe('what the language has but this version does not', () => {
  it.each([
    ['java OR python', 5],
    ['NOT manager', 0],
    ['java | go', 5],
    ['a (b c)', 2],
    ['title:engineer', 0],
    ['x "a b"~2', 7],
    ['eng*', 0],
    ['😀 java~1', 2],
    ['"software engineer AND java', 0],
  ])('is refused by name with its place: %j', (raw, offset) => {
    expect(() => parseQuery(raw)).toThrow(InvalidInputError);
    expect(refusalOf(raw)).toMatchObject({ fields: [{ field: 'query', offset, description: expect.stringContaining(`at ${offset}: `) }] });
  });

  it('is a word when it is quoted', () => {
    expect(parsed('"OR" "title:x"').wanted).toEqual(['"or"', '"title x"']);
  });
});

describe('a query that is too large', () => {
  it('is refused with the limit and its size, in code points and in terms', () => {
    expect(refusalOf('😀'.repeat(10_001))).toMatchObject({ limitName: 'query code points', limit: 10_000, value: 10_001 });
    expect(refusalOf('a1 '.repeat(1_001))).toMatchObject({ limitName: 'query terms', limit: 1_000, value: 1_001 });
    expect(refusalOf(`"${'王'.repeat(1_001)}"`)).toBeInstanceOf(LimitError);
    expect(refusalOf('a1 '.repeat(1_000))).not.toBeInstanceOf(Error);
    expect(refusalOf('😀'.repeat(10_000))).not.toBeInstanceOf(Error);
  });
});
