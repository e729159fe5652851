import { describe, expect, it } from '@jest/globals';
import { LimitError } from '@secondlook/kit';

import { QueryRefusedError } from './notes';
import { parseQuery, type ParseOptions } from './parse-query';
import { leavesOf } from './tree';

const canonical = (raw: string, options?: ParseOptions) => parseQuery(raw, options).canonical;
const codes = (raw: string) => parseQuery(raw).notes.map(({ code }) => code);
const fixesOf = (raw: string) => parseQuery(raw).notes.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits.map(({ text }) => text)));
const tokensOf = (raw: string) => [...leavesOf(parseQuery(raw).tree)].map((leaf) => (leaf.kind === 'value' ? [] : leaf.analysis.tokens.map(({ exact }) => exact)));
const refusalOf = (raw: string) => {
  try {
    parseQuery(raw);
    return undefined;
  } catch (error) {
    return error;
  }
};

/** Inputs that fair users type or paste, by their number in the design's list of hostile inputs: what is read of them. What they find is tested where they are searched. */
describe('a hostile input is read as a fair user expects', () => {
  it('1: a quote that was never closed', () => {
    expect([canonical('"software engineer AND java'), codes('"software engineer AND java')]).toEqual(['"software engineer" AND java', ['QR-1']]);
  });

  it('2: quotes and dashes of a word processor; a dash before a space excludes nobody', () => {
    expect([canonical('“software engineer” – intern'), new Set(codes('“software engineer” – intern'))]).toEqual(['"software engineer" AND intern', new Set(['clean', 'QR-8'])]);
  });

  it('3: a small or, unless only capitals are operators', () => {
    expect([canonical('java or python'), canonical('java or python', { capitalsOnly: true })]).toEqual(['java OR python', 'java AND "or" AND python']);
  });

  it('4: AND first, and the other reading is offered', () => {
    expect([canonical('java AND python OR go'), fixesOf('java AND python OR go')]).toEqual(['(java AND python) OR go', ['java AND (python OR go)']]);
  });

  it('5: parentheses that do not fit', () => {
    expect([canonical('(java OR (python AND go)'), codes('java))')]).toEqual(['java OR (python AND go)', ['QR-2', 'QR-2']]);
  });

  it('6, 7: OR with nothing beside it lifts, offers the place, and empties no list while somebody types', () => {
    expect([canonical('OR nurse'), canonical('engineer Portland OR'), canonical('java OR')]).toEqual(['PREFER "OR" AND nurse', 'engineer AND Portland AND PREFER "OR"', 'java AND PREFER "OR"']);
    expect(fixesOf('engineer Portland OR')).toContain('state:OR');
  });

  it('8, 9: NOT alone works, a small not excludes nobody', () => {
    expect([canonical('NOT manager'), canonical('not for profit'), codes('not for profit')]).toEqual(['NOT manager', 'not AND profit', ['not', 'stop']]);
  });

  it('10–15: words with symbols are words', () => {
    expect(tokensOf('C++ C# C .NET R&D AT&T 401(k)')).toEqual([['c++'], ['c#'], ['c'], ['.net'], ['r&d'], ['at&t'], ['401(k)']]);
    expect(tokensOf('R&amp;D')).toEqual(tokensOf('R&D'));
    expect([canonical('UI/UX CI/CD manager(s)'), codes('designer and/or researcher')]).toEqual(['UI/UX AND CI/CD AND manager', ['and/or']]);
  });

  it('16: what is too wide is refused with what would work; a star alone is everyone', () => {
    for (const raw of ['E*TRADE', '*gram', 'a*']) {
      const refusal = refusalOf(raw);
      expect(refusal).toMatchObject({ code: 'QR-9', fixes: [{ edits: [{ text: `"${raw}"` }] }] });
      expect(refusal).toBeInstanceOf(QueryRefusedError);
    }
    expect(canonical('*')).toBe('');
  });

  it('17, 18: a question loses what only asks; IT is no common word', () => {
    expect([canonical('who knows kubernetes?'), canonical('IT manager')]).toEqual(['kubernetes', 'IT AND manager']);
  });

  it('19, 20: long lists run, what is too long is refused by number', () => {
    const titles = Array.from({ length: 120 }, (_, index) => `"senior software engineer of the team number ${index}"`).join(' OR ');
    expect([titles.length > 6_000, parseQuery(titles).tree]).toMatchObject([true, { kind: 'or', operands: { length: 120 } }]);
    expect(refusalOf(Array.from({ length: 1_500 }, () => 'ab').join(' OR '))).toMatchObject({ limitName: 'query terms', limit: 1_000, value: 1_500 });
    expect(refusalOf('a'.repeat(50_000))).toBeInstanceOf(LimitError);
  });

  it('21, 22: accents, case and apostrophes do not count', () => {
    for (const [one, other] of [['José', 'JOSE\u0301'], ['Øystein', 'Oystein'], ['Łukasz', 'lukasz'], ["O'Brien", 'O’Brien'], ["O'Brien", 'OBrien'], ['ＪＡＶＡ', 'java']] as const) {
      expect(tokensOf(one)).toEqual(tokensOf(other));
    }
  });

  it('23, 25: Han is read character by character; nothing to search is said, not searched', () => {
    expect(tokensOf('王小明')).toEqual([['王', '小', '明']]);
    expect([canonical('😀'), codes('😀'), canonical('java\u200d\u00a0\n\npython')]).toEqual(['', ['QR-8'], 'java AND python']);
  });

  it('26, 27: addresses of people are looked up, however they are spelled', () => {
    expect([canonical('Jane@Acme.com'), canonical('@acme.com')]).toEqual(['email:"jane@acme.com"', 'email:"@acme.com"']);
    for (const raw of ['https://uk.linkedin.com/in/Jane-Doe-12/?trk=x', 'linkedin.com/in/jane-doe-12', 'http://www.linkedin.com/in/JANE-DOE-12/en']) {
      expect(canonical(raw)).toBe('linkedin:"jane-doe-12"');
    }
    expect(canonical('https://www.linkedin.com/in/jos%C3%A9')).toBe('linkedin:"josé"');
  });

  it('28, 29: fields are case-blind, slips are told, other colons are text', () => {
    expect([canonical('CUR_TITLE: engineer'), canonical('tile:engineer'), fixesOf('tile:engineer'), canonical('title:')]).toEqual(['cur_title:engineer', 'tile AND engineer', ['title:'], '']);
    expect([canonical('https://example.com/a:b'), canonical('ratio 3:1'), canonical('24:7')]).toEqual(['https://example.com/a:b', 'ratio AND 3:1', '24:7']);
  });

  it('30: a pasted job description is no query, and one click makes it one', () => {
    const pasted = 'We are looking for an engineer who likes distributed systems and the people who build them. '.repeat(30);
    const refusal = refusalOf(pasted);
    expect(refusal).toMatchObject({ code: 'QR-15' });
    const [fix] = refusal instanceof QueryRefusedError ? refusal.fixes : [];
    expect(parseQuery(fix?.edits[0]?.text ?? '').tree.kind).toBe('or');
  });

  it('33: no syntax of an engine, and no hidden field, is reachable', () => {
    expect([canonical('{"match_all":{}}'), canonical('/.*/'), canonical('_id:1'), canonical('gender:female'), canonical('$where ../../etc')]).toEqual(['"match_all"', '', 'id AND 1', 'gender AND female', 'where AND etc']);
  });
});
