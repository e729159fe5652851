import { analyze, type Analysis, type Token } from '../text/analyze';
import { cleanText, type CleanText } from '../text/clean-text';
import { lex } from './lex';
import { type Quoted, type Term } from './lexemes';
import { fixOf, QueryRefusedError, type QueryNote } from './notes';
import { EVERYONE, type Everyone, type Phrase, type Span, type Word } from './tree';

/** What a term or a phrase of a query comes to. */
export interface ReadLeaf {
  /** Undefined when there is nothing to search in it. */
  readonly node: Word | Phrase | Everyone | undefined;
  readonly notes: readonly QueryNote[];
  /** It cannot be searched as it is. */
  readonly refusal?: QueryRefusedError;
}

const MAX_WITHIN = 50;
/** A `*` after fewer characters would stand for half of all words. */
const MIN_FIXED = 2;
/** Up to so many letters one edit makes another word. */
const SHORT_WORD = 5;

/** `isValue`: it is all the value of a field, where no word is an operator. */
export function readTerm({ from, to, start, end, tilde }: Term, { text, rawOffset }: CleanText, isValue: boolean): ReadLeaf {
  const at: Span = { start: rawOffset(start), end: rawOffset(end) };
  const note = (code: QueryNote['code'], message: string): QueryNote => ({ code, message, startOffset: at.start, endOffset: at.end, fixes: [] });
  const typed = text.slice(from, to).replace(/(?<=.)\((?:s|es)\)$/i, '');
  if (/^\*+$/.test(typed)) {
    return { node: EVERYONE, notes: [] };
  }
  const wildcards = /[*?]/.test(typed) && !/^[A-Za-z][\w+.-]*:\/\//.test(typed);
  const analysis = analyze({ text: typed, rawOffset: (index) => index }, { wildcards });
  const patterns = analysis.tokens.filter(({ exact }) => wildcards && /[*?]/.test(exact));
  const [first] = analysis.tokens;
  if (first === undefined) {
    return { node: undefined, notes: [note('QR-8', 'There is nothing to search in this; it is dropped.')] };
  }
  const tooWide = patterns.find(isTooWide);
  if (tooWide !== undefined) {
    const reason = `"${tooWide.exact}" fits too many words: at least ${MIN_FIXED} characters must stand before the first *, and no word may begin with * or ?.`;
    return { node: undefined, notes: [], refusal: new QueryRefusedError('QR-9', reason, at, [fixOf('search for it as it is written', at, `"${typed}"`)]) };
  }
  const whole = isValue && OPERATOR_WORD.test(typed) ? typed : toWord(typed, analysis);
  if (whole === undefined) {
    // A word of the language, or text that no spelling keeps apart from it: literally, then.
    return { node: { kind: 'phrase', text: inQuotes(typed), analysis: analyzeLiterally(typed), at }, notes: [] };
  }
  const { edits, notes } = readTilde(tilde, analysis, patterns.length > 0, note);
  return { node: { kind: 'word', text: whole, analysis, at, ...(edits === undefined ? {} : { edits }) }, notes };
}

function isTooWide({ exact }: Token): boolean {
  const star = exact.indexOf('*');
  return /^[*?]/.test(exact) || (star >= 0 && Array.from(exact.slice(0, star).replaceAll('?', '')).length < MIN_FIXED);
}

function readTilde(tilde: string | undefined, { tokens }: Analysis, isPattern: boolean, note: (code: QueryNote['code'], message: string) => QueryNote): { edits?: 1 | 2; notes: QueryNote[] } {
  if (tilde === undefined || Number(tilde || '1') === 0) {
    return { notes: [] };
  }
  if (isPattern) {
    return { notes: [note('clamped', 'A word with * or ? has no other spellings beside; the ~ is ignored.')] };
  }
  const longest = Math.max(...tokens.map(({ exact }) => Array.from(exact).length));
  const asked = tilde === '' ? (longest <= SHORT_WORD ? 1 : 2) : Math.round(Number(tilde)) || 1;
  return { edits: asked === 1 ? 1 : 2, notes: asked > 2 ? [note('clamped', 'Two edits are the most.')] : [] };
}

/** The text of a word, as its canonical form: without punctuation around it, and such that reading it gives the same word. */
function toWord(typed: string, analysis: Analysis): string | undefined {
  const [from, to] = [analysis.tokens[0]?.start ?? 0, analysis.tokens.at(-1)?.end ?? 0];
  const cut = closeParentheses(typed, from, to);
  return [cut, withoutOddSigns(typed, analysis.tokens)].find((text) => isReadAs(text, analysis));
}

function closeParentheses(typed: string, from: number, to: number): string {
  const inner = typed.slice(from, to);
  const open = Array.from(inner).reduce((depth, character) => depth + (character === '(' ? 1 : character === ')' ? -1 : 0), 0);
  const after = /^\)*/.exec(typed.slice(to))?.[0] ?? '';
  return inner + after.slice(0, Math.max(0, open));
}

/** What stands between words, links and apostrophes aside, becomes a semicolon: the words stay adjacent. */
function withoutOddSigns(typed: string, tokens: readonly Token[]): string {
  return tokens
    .map(({ start, end }, index) => {
      const between = index === 0 ? '' : typed.slice(tokens[index - 1]?.end, start);
      return (/^[&/.-]?$/.test(between) ? between : ';') + typed.slice(start, end);
    })
    .join('');
}

/** Almost all words are of letters and digits, and read as nothing else. */
const PLAIN = /^[\p{L}\p{M}\p{N}]+$/u;
const OPERATOR_WORD = /^(?:[Aa][Nn][Dd]|[Oo][Rr]|NOT|PREFER)$/;

function isReadAs(text: string, analysis: Analysis): boolean {
  if (OPERATOR_WORD.test(text)) {
    return false;
  }
  if (PLAIN.test(text)) {
    return true;
  }
  const clean = cleanText(text);
  // Also inside parentheses, which it must neither close nor open.
  const [, only, close, ...others] = lex(cleanText(`(${text})`)).lexemes;
  if (clean.text !== text || only?.type !== 'term' || close?.type !== 'close' || others.length > 0 || only.from !== 1 || only.to !== text.length + 1 || /\((?:s|es)\)$/i.test(text)) {
    return false;
  }
  const wildcards = /[*?]/.test(text) && !/^[A-Za-z][\w+.-]*:\/\//.test(text);
  const again = analyze(clean, { wildcards });
  return sameWords(again, analysis);
}

function sameWords(a: Analysis, b: Analysis): boolean {
  const wordsOf = ({ tokens, joins }: Analysis) => JSON.stringify([tokens.map(({ exact, stem }) => [exact, stem]), joins.map(({ first, last, exact }) => [first, last, exact])]);
  return wordsOf(a) === wordsOf(b);
}

export function readPhrase({ from, to, start, end, tilde }: Quoted, { text, rawOffset }: CleanText): ReadLeaf {
  const at: Span = { start: rawOffset(start), end: rawOffset(end) };
  const note = (code: QueryNote['code'], message: string): QueryNote => ({ code, message, startOffset: at.start, endOffset: at.end, fixes: [] });
  const typed = inQuotes(text.slice(from, to));
  const analysis = analyzeLiterally(typed);
  if (analysis.tokens.length === 0) {
    return { node: undefined, notes: [note(typed === '' ? 'QR-6' : 'QR-8', 'There is nothing to search in this; it is dropped.')] };
  }
  const asked = tilde === undefined || tilde === '' ? undefined : Math.round(Number(tilde));
  const within = asked === undefined ? undefined : Math.min(asked, MAX_WITHIN);
  return {
    node: { kind: 'phrase', text: typed, analysis, at, ...(within === undefined ? {} : { within }) },
    notes: within === asked ? [] : [note('clamped', `At most ${MAX_WITHIN} words may stand between.`)],
  };
}

/** What can stand in quotes: `\` and `"` are spaces there. */
function inQuotes(typed: string): string {
  return typed.replaceAll(/[\\"]/g, ' ').replaceAll(/ +/g, ' ').trim();
}

function analyzeLiterally(text: string): Analysis {
  return analyze({ text, rawOffset: (index) => index });
}
