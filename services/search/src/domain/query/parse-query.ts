import { InvalidInputError, LimitError } from '@secondlook/kit';

import { analyze, type Analysis } from '../text/analyze';
import { cleanText, type CleanText } from '../text/clean-text';

/** A query: all wanted leaves, none of the excluded ones. */
export interface Query {
  readonly wanted: readonly Leaf[];
  readonly excluded: readonly Leaf[];
  readonly notes: readonly QueryNote[];
}

/** A word, or a quoted phrase. Compound words have several tokens. */
export interface Leaf {
  readonly kind: 'word' | 'phrase';
  readonly analysis: Analysis;
}

/** What was made of the query beside what was typed. Offsets are code points of what was typed. */
export interface QueryNote {
  readonly code: 'stop' | 'plus' | 'dropped';
  readonly message: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

const MAX_CODE_POINTS = 10_000;
/** Those within phrases and compounds count too: each is a clause to Elasticsearch. */
const MAX_WORDS = 1_000;

/** Optional as bare words: `director of engineering` finds *Director, Engineering*. */
const STOP_WORDS = new Set('a an the of for to and with at on by from in is are'.split(' '));

/**
 * Parses words (all of them), "quoted phrases" and -excluded words. Everything else of the language is refused by name, never read
 * as something else in silence. Throws InvalidInputError with an offset, LimitError for a query that is too large.
 */
export function parseQuery(raw: string): Query {
  const { length } = Array.from(raw);
  if (length > MAX_CODE_POINTS) {
    throw new LimitError('query code points', MAX_CODE_POINTS, length);
  }
  const clean = cleanText(raw);
  const terms = [...scanTerms(clean)];
  const notes: QueryNote[] = [];
  const leaves: { leaf: Leaf; isExcluded: boolean; isStopWord: boolean; term: Term }[] = [];
  for (const term of terms) {
    const analysis = analyzePart(clean, term.start, term.end);
    if (analysis.tokens.length === 0) {
      notes.push(noteAt(clean, term, 'dropped', 'Nothing to search in this.'));
      continue;
    }
    if (term.plus) {
      notes.push(noteAt(clean, term, 'plus', 'A plus has no effect: all words are required anyway.'));
    }
    const isStopWord = term.kind === 'word' && !term.excluded && analysis.tokens.length === 1 && STOP_WORDS.has(analysis.tokens[0]?.exact ?? '');
    leaves.push({ leaf: { kind: term.kind, analysis }, isExcluded: term.excluded, isStopWord, term });
  }
  const words = leaves.reduce((sum, { leaf }) => sum + leaf.analysis.tokens.length, 0);
  if (words > MAX_WORDS) {
    throw new LimitError('query terms', MAX_WORDS, words);
  }
  // When there are only stop words, they are what is looked for.
  const hasOthers = leaves.some(({ isExcluded, isStopWord }) => !isExcluded && !isStopWord);
  const optional = leaves.filter(({ isStopWord }) => isStopWord && hasOthers);
  return {
    wanted: leaves.filter((one) => !one.isExcluded && !optional.includes(one)).map(({ leaf }) => leaf),
    excluded: leaves.filter(({ isExcluded }) => isExcluded).map(({ leaf }) => leaf),
    notes: [...notes, ...optional.map(({ term }) => noteAt(clean, term, 'stop', 'A common word: not required.'))],
  };
}

interface Term {
  readonly kind: 'word' | 'phrase';
  readonly excluded: boolean;
  readonly plus: boolean;
  /** Of the clean text, without quotes and signs. */
  readonly start: number;
  readonly end: number;
  /** With them. */
  readonly from: number;
  readonly to: number;
}

const SIGNED = /([-!+]?)("?)/y;

function* scanTerms(clean: CleanText): Generator<Term> {
  const { text } = clean;
  for (let index = skipSpaces(text, 0); index < text.length; index = skipSpaces(text, index)) {
    SIGNED.lastIndex = index;
    const [signs = '', sign = '', quote = ''] = SIGNED.exec(text) ?? [];
    const start = index + signs.length;
    if (quote !== '') {
      const close = text.indexOf('"', start);
      if (close < 0) {
        refuse(clean, start - 1, 'this quote is never closed');
      }
      const after = /^[~^]\d*/.exec(text.slice(close + 1))?.[0];
      if (after !== undefined) {
        refuse(clean, close + 1, `"${after}" after a phrase is not supported yet`);
      }
      yield { kind: 'phrase', excluded: sign === '-' || sign === '!', plus: sign === '+', start, end: close, from: index, to: close + 1 };
      index = close + 1;
    } else {
      const end = endOfRun(text, start);
      const run = text.slice(index, end);
      refuseUnsupported(clean, run, index);
      if (!isAnd(run)) {
        yield { kind: 'word', excluded: sign === '-' || sign === '!', plus: sign === '+', start, end, from: index, to: end };
      }
      index = end;
    }
  }
}

/** A space means the same. */
function isAnd(run: string): boolean {
  return run === 'AND' || run === '&&';
}

function skipSpaces(text: string, index: number): number {
  let at = index;
  while (text.charAt(at) === ' ') {
    at += 1;
  }
  return at;
}

/** A run ends at a space or a quote; a comma outside a number is a space. After a sign it may be empty. */
function endOfRun(text: string, start: number): number {
  const rest = /[ "]|,(?!\d)/.exec(text.slice(start));
  const end = rest === null ? text.length : start + rest.index;
  return text.charAt(end) === ',' ? end + 1 : end;
}

const OPERATORS = /^(?:OR|NOT|PREFER|NEAR\/?\d*|\|\|?)$/;
/** Unbalanced within the run: a parenthesis of the language, not of a word such as manager(s). */
const PARENTHESIS = /^\(|^[^(]*\)$|\([^)]*$/;
const FIELD = /^[A-Za-z_]\w*:(?!\/\/)/;

/** What later versions of the language give a meaning must not be read as words meanwhile. */
function refuseUnsupported(clean: CleanText, run: string, at: number): void {
  const bare = run.replace(/^[-!+]/, '');
  if (OPERATORS.test(bare)) {
    refuse(clean, at, `the operator ${bare} is not supported yet; quote it to search for the word`);
  } else if (PARENTHESIS.test(bare)) {
    refuse(clean, at, 'parentheses are not supported yet');
  } else if (FIELD.test(bare)) {
    refuse(clean, at, 'fields are not supported yet; quote it to search for the words');
  } else if (/[*?](?=.)|\*$/.test(bare) || /^.+[~^]\d*$/.test(bare)) {
    refuse(clean, at, 'wildcards, fuzzy words and weights are not supported yet');
  }
}

function refuse(clean: CleanText, at: number, description: string): never {
  throw new InvalidInputError([{ field: 'query', description: `at ${clean.rawOffset(at)}: ${description}`, offset: clean.rawOffset(at) }]);
}

function noteAt(clean: CleanText, { from, to }: Term, code: QueryNote['code'], message: string): QueryNote {
  return { code, message, startOffset: clean.rawOffset(from), endOffset: clean.rawOffset(to) };
}

function analyzePart(clean: CleanText, start: number, end: number): Analysis {
  return analyze({ text: clean.text.slice(start, end), rawOffset: (index) => clean.rawOffset(start + index) });
}
