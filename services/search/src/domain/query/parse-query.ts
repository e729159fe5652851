import { LimitError } from '@secondlook/kit';

import { cleanText, findCleaned, type CleanText } from '../text/clean-text';
import { arrangeOperators, type Arranged } from './arrange-operators';
import { lex } from './lex';
import { type Lexeme } from './lexemes';
import { asLookup, readLookup } from './lookups';
import { fixOf, QueryRefusedError, type QueryNote } from './notes';
import { createOperandReader } from './read-operands';
import { printQuery } from './print-query';
import { withoutQuestion } from './question';
import { placePreferences } from './simplify';
import { EVERYONE, type Node } from './tree';

/** A query as it was understood. */
export interface Query {
  readonly tree: Node;
  /** What was made of it beside what was typed, in the order of what was typed. */
  readonly notes: readonly QueryNote[];
  /** Reading it gives the same tree, and nothing to repair. */
  readonly canonical: string;
}

export interface ParseOptions {
  /** Only AND, OR and NOT in capitals are operators. */
  readonly capitalsOnly?: boolean;
}

const MAX_CODE_POINTS = 10_000;
const MAX_LEAVES = 1_000;
const MAX_DEPTH = 32;
/** More words than this without an operator are a pasted text. */
const MAX_BARE_WORDS = 100;

/**
 * Reads a query; a string that cannot be read does not exist. Throws QueryRefusedError, with offset and fixes, for what is ambiguous or too
 * wide, LimitError for what is too large; the order of refusals is that of query-language §12.
 */
export function parseQuery(raw: string, { capitalsOnly = false }: ParseOptions = {}): Query {
  const { length } = Array.from(raw);
  if (length > MAX_CODE_POINTS) {
    throw new LimitError('query characters', MAX_CODE_POINTS, length, { offset: MAX_CODE_POINTS });
  }
  const clean = cleanText(raw);
  const cleaned = noteCleaned(raw);
  const lookup = readLookup(clean);
  if (lookup !== undefined) {
    return { tree: lookup, notes: [...cleaned, noteLookup(lookup.field, length)], canonical: printQuery(lookup) };
  }
  const { lexemes, notes: lexed, commas } = lex(clean);
  requireLimits(lexemes, clean);
  const { lexemes: asked, notes: questions } = withoutQuestion(lexemes, clean);
  const { arranged, notes: operators } = arrangeOperators(asked, clean, capitalsOnly);
  requireLeaves(asked, clean);
  const reader = createOperandReader(arranged, clean);
  const read = reader.readAll();
  const refusals = [...reader.refusals(), ...refusePasted(asked, clean)];
  const [refusal] = refusals.sort((a, b) => a.at.start - b.at.start);
  if (refusal !== undefined) {
    throw refusal;
  }
  const { tree: placed = EVERYONE, notes: preferences } = placePreferences(read);
  const alone = asLookup(placed);
  const tree = alone ?? placed;
  const lookups = alone === undefined ? [] : [noteLookup(alone.field, length)];
  const notes = [...cleaned, ...lexed, ...questions, ...operators, ...reader.notes(), ...preferences, ...lookups, ...noteLists(raw, clean, arranged, commas)];
  return { tree, notes: notes.sort((a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset), canonical: printQuery(tree) };
}

function requireLimits(lexemes: readonly Lexeme[], { rawOffset }: CleanText): void {
  let depth = 0;
  let deepest = 0;
  let passedAt: number | undefined;
  for (const { type, start } of lexemes) {
    depth += type === 'open' ? 1 : type === 'close' ? -1 : 0;
    deepest = Math.max(deepest, depth);
    passedAt ??= depth > MAX_DEPTH ? rawOffset(start) : undefined;
  }
  if (passedAt !== undefined) {
    throw new LimitError('query depth', MAX_DEPTH, deepest, { offset: passedAt });
  }
}

function requireLeaves(lexemes: readonly Lexeme[], { rawOffset }: CleanText): void {
  const leaves = lexemes.filter(({ type }) => type === 'term' || type === 'quoted');
  const passing = leaves[MAX_LEAVES];
  if (passing !== undefined) {
    throw new LimitError('query terms', MAX_LEAVES, leaves.length, { offset: rawOffset(passing.start) });
  }
}

/** A pasted job description: all of its words are in nobody. */
function refusePasted(lexemes: readonly Lexeme[], { text, rawOffset }: CleanText): QueryRefusedError[] {
  const words = lexemes.filter((lexeme) => lexeme.type === 'term');
  // A small and or or is a word of any text.
  const isPlain = lexemes.every((lexeme) => ['term', 'open', 'close', 'quoted', 'function'].includes(lexeme.type) || ('spelled' in lexeme && lexeme.spelled === 'lower'));
  const passing = words[MAX_BARE_WORDS];
  if (!isPlain || passing === undefined) {
    return [];
  }
  const all = { start: 0, end: rawOffset(text.length) };
  const suggested = suggestQuery(words.map(({ from, to }) => text.slice(from, to)));
  return [new QueryRefusedError('QR-15', `${words.length} words without an operator would all be required; more than ${MAX_BARE_WORDS} look like a pasted text.`, { start: rawOffset(passing.start), end: rawOffset(passing.end) }, [fixOf('turn it into a query', all, suggested)])];
}

const SUGGESTED = 15;

/** The words that the text says most often, any of them; long ones, as short ones mean little. */
function suggestQuery(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words.map((one) => one.toLowerCase()).filter((one) => /^[\p{L}\p{M}\p{N}+#.]{4,30}$/u.test(one))) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, SUGGESTED).map(([word]) => word).join(' OR ');
}

function noteCleaned(raw: string): QueryNote[] {
  return findCleaned(raw).map(({ start, end }) => ({ code: 'clean', message: 'Characters that cannot be searched were replaced or removed.', startOffset: start, endOffset: end, fixes: [] }));
}

function noteLookup(field: string, length: number): QueryNote {
  return { code: 'lookup', message: `Looked up as ${field}, exactly.`, startOffset: 0, endOffset: length, fixes: [] };
}

/** Commas and single quotes, which mean something else to many. */
function noteLists(raw: string, { text, rawOffset }: CleanText, arranged: readonly Arranged[], commas: number): QueryNote[] {
  const all = { start: 0, end: Array.from(raw).length };
  const operands = arranged.filter(({ type }) => type === 'term' || type === 'quoted');
  const isList = commas > 0 && operands.length > 1 && operands.length === arranged.length;
  const list = operands.map(({ start, end }) => text.slice(start, end).replace(/[,;.]+$/, '')).join(' OR ');
  const commaNotes: QueryNote[] = isList ? [{ code: 'QR-13', message: 'Commas are spaces: all of these are required.', startOffset: 0, endOffset: all.end, fixes: [fixOf('any of them', all, list)] }] : [];
  const quotes = [...text.matchAll(/(?<=^|[ (])'([^'"]*[^'" ] +[^' "][^'"]*)'(?=$|[ ),])/g)].map(({ index, 0: quoted, 1: inner = '' }): QueryNote => {
    const span = { start: rawOffset(index), end: rawOffset(index + quoted.length) };
    return { code: 'QR-12', message: 'Single quotes make no phrase: these are words.', startOffset: span.start, endOffset: span.end, fixes: [fixOf('make it a phrase', span, `"${inner}"`)] };
  });
  return [...commaNotes, ...quotes];
}
