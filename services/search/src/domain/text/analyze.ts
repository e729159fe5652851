import { type CleanText } from './clean-text';
import { fold } from './fold';
import { protectedTokenAt } from './protected-tokens';
import { stem } from './stem';

/**
 * The one analysis of text: at index time, at query time, for highlights and for whoever evaluates queries. Raise with every change
 * of what it gives; the index then is built anew.
 */
export const ANALYSIS_VERSION = '1';

/** A word. Its index in the list is its position. */
export interface Token {
  /** Folded, at most 100 code points. */
  readonly exact: string;
  /** Absent for protected tokens: they are never stemmed. */
  readonly stem?: string;
  /** Where it stands in the raw text, in code points. */
  readonly start: number;
  readonly end: number;
}

/** Words linked by a single & / . or - are also one word: presales in pre-sales. */
export interface Join {
  readonly first: number;
  readonly last: number;
  readonly exact: string;
}

export interface Analysis {
  readonly tokens: readonly Token[];
  readonly joins: readonly Join[];
}

const MAX_TOKEN_LENGTH = 100;
/** Word characters are letters, marks and numbers; an apostrophe between them is deleted. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/uy;
/** A word that may hold wildcards. */
const PATTERN_WORD = /[\p{L}\p{M}\p{N}*?]+(?:'[\p{L}\p{M}\p{N}*?]+)*/uy;
const HAS_WILDCARD = /[*?]/;
/** Wildcards alone are nothing: they stand beside characters that are words of their own. */
const SOMETHING = /[^*?]/;
const WORD_CHARACTER_LAST = /[\p{L}\p{M}\p{N}]$/u;
/** Scripts without spaces between words: single characters, queried as phrases. */
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]\p{M}*/u;
const CJK_OR_OTHER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]\p{M}*|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}])[^])+/gu;
const LINK = /[&/.-]/;

export interface AnalysisOptions {
  /** `*` and `?` are part of words: of a pattern, not of a text. */
  readonly wildcards?: boolean;
}

/** Takes clean text apart. */
export function analyze(clean: CleanText, { wildcards = false }: AnalysisOptions = {}): Analysis {
  const tokens: Token[] = [];
  const joins: Join[] = [];
  let chain: Unit[] = [];
  let first = 0;

  function endChain(): void {
    if (chain.length > 1 || chain.some(({ pieces }) => pieces.length > 1)) {
      const exact = chain.flatMap(({ pieces }) => pieces.map((piece) => piece.exact)).join('');
      joins.push({ first, last: tokens.length - 1, exact: cutToken(exact) });
    }
    chain = [];
  }

  for (const unit of scanUnits(clean.text, wildcards ? PATTERN_WORD : WORD)) {
    const before = chain.at(-1);
    const linked = before !== undefined && unit.linkable && unit.start === before.end + 1 && LINK.test(clean.text.charAt(before.end));
    if (!linked) {
      endChain();
      first = tokens.length;
    }
    for (const { exact, isProtected, start, end } of unit.pieces) {
      const isStemmed = !isProtected && !(wildcards && HAS_WILDCARD.test(exact));
      tokens.push({ exact, ...(isStemmed ? { stem: stem(exact) } : {}), start: clean.rawOffset(start), end: clean.rawOffset(end) });
    }
    if (unit.linkable) {
      chain.push(unit);
    }
  }
  endChain();
  return { tokens, joins };
}

/** A stretch of text that becomes one word or several. Indexes are of the clean text. */
interface Unit {
  readonly start: number;
  readonly end: number;
  /** It may be part of a compound. */
  readonly linkable: boolean;
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly exact: string;
  readonly isProtected: boolean;
  readonly start: number;
  readonly end: number;
}

function* scanUnits(text: string, word: RegExp): Generator<Unit> {
  for (let index = 0; index < text.length; ) {
    const unit = protectedUnitAt(text, index) ?? wordUnitAt(text, index, word);
    if (unit === undefined) {
      index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
      continue;
    }
    if (unit.pieces.length > 0) {
      yield unit;
    }
    index = unit.end;
  }
}

function protectedUnitAt(text: string, start: number): Unit | undefined {
  if (WORD_CHARACTER_LAST.test(text.slice(Math.max(0, start - 2), start))) {
    return undefined;
  }
  const found = protectedTokenAt(text, start);
  if (found === undefined) {
    return undefined;
  }
  const { parts } = found;
  const end = start + found.text.length;
  if (parts.length === 0) {
    return { start, end, linkable: true, pieces: [{ exact: fold(found.text), isProtected: true, start, end }] };
  }
  let cursor = start;
  const pieces = parts.map((part) => {
    const at = text.toLowerCase().indexOf(part.toLowerCase(), cursor);
    cursor = at + part.length;
    return { exact: fold(part), isProtected: /[^a-z0-9]/i.test(part), start: at, end: cursor };
  });
  return { start, end, linkable: true, pieces };
}

function wordUnitAt(text: string, start: number, pattern: RegExp): Unit | undefined {
  pattern.lastIndex = start;
  const word = pattern.exec(text)?.[0];
  if (word === undefined) {
    return undefined;
  }
  const isCjk = CJK.test(word);
  const stretches = isCjk ? [...word.matchAll(CJK_OR_OTHER)] : [{ 0: word, index: 0 }];
  const pieces = stretches.map(({ 0: stretch, index }) => ({
    exact: cutToken(fold(stretch.replaceAll("'", ''))),
    isProtected: false,
    start: start + index,
    end: start + index + stretch.length,
  }));
  return { start, end: start + word.length, linkable: !isCjk, pieces: pieces.filter(({ exact }) => SOMETHING.test(exact)) };
}

/** At most 100 code points; some signs fold to several words, as ﷺ does, and a token never holds white space. */
function cutToken(exact: string): string {
  const whole = /\s/u.test(exact) ? exact.replaceAll(/\s/gu, '') : exact;
  return whole.length <= MAX_TOKEN_LENGTH ? whole : Array.from(whole).slice(0, MAX_TOKEN_LENGTH).join('');
}
