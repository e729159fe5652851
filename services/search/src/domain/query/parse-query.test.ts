import { describe, expect, it } from '@jest/globals';
import { InvalidInputError, LimitError } from '@secondlook/kit';
import fc from 'fast-check';

import { QueryRefusedError } from './notes';
import { parseQuery } from './parse-query';
import { leavesOf, type Node } from './tree';

/** A tree without where it stood: two spellings of the same query are the same. */
const shapeOf = (tree: Node): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' || key === 'start' || key === 'end' ? undefined : value)));
const canonical = (raw: string) => parseQuery(raw).canonical;
const codes = (raw: string) => parseQuery(raw).notes.map(({ code }) => code);

function refusalOf(raw: string): unknown {
  try {
    return parseQuery(raw);
  } catch (error) {
    return error;
  }
}

const bits = fc.constantFrom(
  'java', 'C++', '.NET', 'of', 'the', 'title', 'OR', 'AND', 'NOT', 'PREFER', 'NEAR/3', 'or', 'and', 'not', 'NEAR', 'foo', 'état', '王小明', '401(k)', 'manager(s)', "O'Brien", '&amp;', '&amp;amp;', 'eng*', 'wom?n', '*', '?', '2024', '5..10', '>=3', '90d', 'hired',
  '"', '(', ')', ' ', ' ', ' ', ':', '-', '!', '+', '|', '||', '&&', '&', ',', ';', '.', "'", '~', '~2', '^', '^3', '/', '\\', '“', '–', '\u00a0', '\u200d', '😀',
  'title:', 'cur_title:', 'yoe:', 'applied:', 'has:', 'email:', 'status:', 'role(', 'app(', 'edu(', 'foo:', 'https://x.com/a?b=1', 'jane@acme.com', 'who', '"a b"~2', '[1 TO 3]', '<', '..',
);
const composed = fc.array(bits, { maxLength: 14 }).map((parts) => parts.join(''));
const spaced = fc.array(bits, { maxLength: 14 }).map((parts) => parts.join(' '));
const anyQuery = fc.oneof(composed, spaced, fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }));

describe('any string as a query', () => {
  it('is understood, or refused by a typed error with an offset into what was typed', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        const answer = refusalOf(raw);
        if (answer instanceof Error) {
          expect(answer).toBeInstanceOf(QueryRefusedError);
        }
        if (answer instanceof QueryRefusedError) {
          expect(answer.at.start).toBeGreaterThanOrEqual(0);
          expect(answer.at.end).toBeGreaterThan(answer.at.start);
          expect(answer.at.end).toBeLessThanOrEqual(Array.from(raw).length);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('is printed so that reading it again gives the same tree and the same text', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        const first = refusalOf(raw);
        if (first instanceof Error) {
          return;
        }
        const { canonical: text, tree } = parseQuery(raw);
        const again = parseQuery(text);
        expect(shapeOf(again.tree)).toEqual(shapeOf(tree));
        expect(again.canonical).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('says of each note and fix where it is in what was typed', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        const answer = refusalOf(raw);
        const { length } = Array.from(raw);
        const notes = answer instanceof Error ? [] : parseQuery(raw).notes;
        for (const { startOffset, endOffset, fixes } of [...notes, ...notes.flatMap((note) => note.fixes.flatMap(({ edits }) => edits.map((edit) => ({ ...edit, fixes: [] }))))]) {
          expect(fixes).toBeDefined();
          expect(startOffset).toBeGreaterThanOrEqual(0);
          expect(endOffset).toBeGreaterThan(startOffset);
          expect(endOffset).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('has leaves that are all something to search', () => {
    fc.assert(
      fc.property(anyQuery, (raw) => {
        const answer = refusalOf(raw);
        const leaves = answer instanceof Error ? [] : [...leavesOf(parseQuery(raw).tree)];
        expect(leaves.filter((leaf) => leaf.kind !== 'value' && leaf.analysis.tokens.length === 0)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the canonical text', () => {
  it.each([
    // query-language §11
    ['marketing manager', 'marketing AND manager'],
    ['java OR python developer', 'java OR (python AND developer)'],
    ['“data scientist” –intern', '"data scientist" AND NOT intern'],
    ['cur_title:(senior engineer) cur_company:acme', 'cur_title:(senior AND engineer) AND cur_company:acme'],
    ['-manager', 'NOT manager'],
    ['app(job:"Data Engineer" status:rejected)', 'app(job:"Data Engineer" AND status:rejected)'],
    ['401(k) AND R&D', '401(k) AND R&D'],
    ['https://uk.linkedin.com/in/Jane-Doe-12/?trk=x', 'linkedin:"jane-doe-12"'],
    // conventions
    ['java | python || go', 'java OR python OR go'],
    ['java && !intern', 'java AND NOT intern'],
    ['a1 OR b1 c1 OR d1', 'a1 OR (b1 AND c1) OR d1'],
    ['(a1 OR b1) c1', '(a1 OR b1) AND c1'],
    ['((a1 b1) c1)', 'a1 AND b1 AND c1'],
    ['NOT (a1 b1)', 'NOT (a1 AND b1)'],
    ['NOT NOT a1', 'a1'],
    ['a1 AND NOT b1', 'a1 AND NOT b1'],
    ['java^3 python^1 go^99', 'java^3 AND python AND go^10'],
    ['"a b c"~2', '"a b c"~2'],
    ['kuber~ kubernetes~ java~2', 'kuber~1 AND kubernetes~2 AND java~2'],
    ['java NEAR/3 (senior OR lead)', 'java NEAR/3 (senior OR lead)'],
    ['NOT a1 NEAR/2 b1', 'NOT a1 NEAR/2 b1'],
    ['PREFER remote java', 'PREFER remote AND java'],
    ['', ''],
    ['*', ''],
    ['* java', '* AND java'],
    // repairs
    ['"software engineer AND java', '"software engineer" AND java'],
    ['“software engineer” – intern', '"software engineer" AND intern'],
    ['java or python', 'java OR python'],
    ['(java OR (python AND go)', 'java OR (python AND go)'],
    ['java))', 'java'],
    ['OR nurse', 'PREFER "OR" AND nurse'],
    ['engineer Portland OR', 'engineer AND Portland AND PREFER "OR"'],
    ['java OR python OR', 'java OR python'],
    ['not for profit', 'not AND profit'],
    ['AND java NOT', 'java'],
    ['java AND AND python OR OR go', '(java AND python) OR go'],
    ['() "" java title:', 'java'],
    ['director of engineering', 'director AND engineering'],
    ['to be of the', 'be'],
    ['to the', 'to AND the'],
    ['IT manager', 'IT AND manager'],
    ['NOT NOT the java', 'java'],
    ['java -the', 'java'],
    ['-the', 'NOT the'],
    ["'software engineer'", 'software AND engineer'],
    ['java, python, go', 'java AND python AND go'],
    ['who knows kubernetes?', 'kubernetes'],
    ['stor?', 'stor?'],
    // fields
    ['CUR_TITLE: engineer', 'cur_title:engineer'],
    ['current_title:x1 location:berlin', 'cur_title:x1 AND loc:berlin'],
    ['tile:engineer', 'tile AND engineer'],
    ['gender:female', 'gender AND female'],
    ['state:OR', 'state:OR'],
    ['title:java OR python', 'title:java OR python'],
    ['title:(java OR -intern)', 'title:(java OR NOT intern)'],
    ['name:(van of)', 'name:(van AND of)'],
    ['title:of', 'title:of'],
    ['github:* -github:*', 'github:* AND NOT github:*'],
    ['yoe:5..10 yoe:>=3 yoe:[1 TO 2] yoe:10..3', 'yoe:5..10 AND yoe:>=3 AND yoe:1..2 AND yoe:3..10'],
    ['applied:>=2023 enriched_at:<90d applied:2024-02-30', 'applied:>=2023 AND enriched_at:<90d'],
    ['has:Resume matched:yes match_by:linkedin', 'has:resume AND matched:yes AND match_by:linkedin'],
    ['email:Jane@Acme.com', 'email:"jane@acme.com"'],
    ['stage_reached:>=Interview', 'stage_reached:>=interview'],
    ['role(title:engineer company:acme -intern)', 'role(title:engineer AND company:acme AND NOT intern)'],
    // words
    ['manager(s) a;b 3:1 24:7', 'manager AND a;b AND 3:1 AND 24:7'],
    ['https://example.com/a:b x', 'https://example.com/a:b AND x'],
    ['and/or', 'and/or'],
    ['{"match_all":{}} /.*/ $where ../../etc', '"match_all" AND where AND etc'],
    ['jane@acme.com', 'email:"jane@acme.com"'],
    ['C++ C# C', 'C++ AND C# AND C'],
    ['foo:bar:baz foo:OR', 'foo AND bar AND baz AND foo AND "OR"'],
  ])('of %j is %j', (raw, expected) => {
    expect(canonical(raw)).toBe(expected);
  });
});

describe('a note', () => {
  it.each([
    ['x1 y1', ['clean']],
    ['java OR python developer', ['both-readings']],
    ['java or python', ['or']],
    ['a1 OR NOT b1', ['or-not']],
    ['+java', ['plus']],
    ['director of x1', ['stop']],
    ['who knows kubernetes?', ['question']],
    ['a1 OR PREFER b1', ['prefer-dropped']],
    ['"a b"~99', ['clamped']],
    ['not for', ['not', 'stop']],
    ['and/or x1', ['and/or']],
    ['"x1', ['QR-1']],
    ['(x1', ['QR-2']],
    ['x1)', ['QR-2']],
    ['x1 OR', ['QR-3']],
    ['x1 AND', ['QR-3']],
    ['x1 AND AND y1', ['QR-4']],
    ['x1 ()', ['QR-6']],
    ['x1 title:', ['QR-6']],
    ['tilte:x1', ['QR-7']],
    ['x1 !!', ['QR-8']],
    ['😀', ['QR-8']],
    ['of the', ['QR-11', 'QR-11']],
    ["'x1 y1'", ['QR-12']],
    ['x1, y1', ['QR-13']],
    ['jane@acme.com', ['lookup']],
  ])('of %j says %j', (raw, expected) => {
    expect(codes(raw)).toEqual(expected);
  });

  it('offers the other reading of OR beside a space', () => {
    const [note] = parseQuery('java OR python developer').notes;
    expect(note?.fixes.map(({ edits }) => edits)).toEqual([[{ startOffset: 0, endOffset: 24, text: '(java OR python) AND developer' }]]);
  });

  it('offers what a slip of the keyboard was meant to be', () => {
    expect(parseQuery('tile:engineer').notes[0]?.fixes[0]?.edits).toEqual([{ startOffset: 0, endOffset: 5, text: 'title:' }]);
  });
});

describe('a refusal', () => {
  it.each([
    ['java AND OR python', 'QR-5', 5],
    ['*gram', 'QR-9', 0],
    ['x1 a*', 'QR-9', 3],
    ['E*TRADE', 'QR-9', 0],
    ['a1 NEAR/3 NOT b1', 'QR-14', 3],
    ['a1 NEAR/3 title:b1', 'QR-14', 3],
    ['a1 NEAR/3 b1 NEAR/3 c1', 'QR-14', 13],
    ['(a1 b1) NEAR/3 c1', 'QR-14', 8],
    [Array.from({ length: 101 }, (_, index) => `w${index}`).join(' '), 'QR-15', 390],
    ['a1 OR AND b1 *gram', 'QR-5', 3],
  ])('of %j is %s at %d', (raw, code, offset) => {
    const error = refusalOf(raw);
    expect(error).toBeInstanceOf(QueryRefusedError);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ code, at: { start: offset } });
    expect(error instanceof QueryRefusedError && error.fixes.length).toBeGreaterThan(0);
  });

  it.each([
    ['a '.repeat(5_001), 'query characters', 10_002, 10_000],
    ['('.repeat(33), 'query depth', 33, 32],
    [Array.from({ length: 1_500 }, () => 'ab').join(' OR '), 'query terms', 1_500, 6_000],
  ])('of what is too large names the limit, the value and where it was passed', (raw, limitName, value, offset) => {
    const error = refusalOf(raw);
    expect(error).toBeInstanceOf(LimitError);
    expect(error).toMatchObject({ limitName, value, offset });
  });
});
