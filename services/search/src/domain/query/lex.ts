import { protectedTokenAt } from '../text/protected-tokens';
import { type CleanText } from '../text/clean-text';
import { findField, findFunction, findSimilarField, kindOf } from './fields';
import { type Lexeme, type Term } from './lexemes';
import { fixOf, type QueryNote } from './notes';
import { type Span } from './tree';

const SCHEME = /[A-Za-z][\w+.-]*:\/\//y;
const NAME = /([A-Za-z_]\w*):(?!\/\/)/y;
const FUNCTION = /(role|edu|app)(?=\()/iy;
const COMPARISON = /\[[^\]"()]*\]|(?:<=|>=|<|>) *[^\s"()^,]+/y;
const QUOTE_SUFFIX = /(?:~(\d*))?(?:\^([\d.]+))?/y;
const CLOSE_SUFFIX = /(?:\^([\d.]+))?/y;
const CAPITAL_OPERATOR_OR_CLOSE = / (?=(?:AND|OR|NOT|PREFER|NEAR\/\d+)(?: |$))|\)/g;
const WITH_COMPARED_VALUES = ['number', 'date', 'stage'];

export interface Lexed {
  readonly lexemes: readonly Lexeme[];
  readonly notes: readonly QueryNote[];
  /** Those that stand for a space. */
  readonly commas: number;
}

/** Takes a clean query apart. Never throws; every repair is noted. */
export function lex({ text, rawOffset }: CleanText): Lexed {
  const lexemes: Lexeme[] = [];
  const notes: QueryNote[] = [];
  let index = 0;
  let depth = 0;
  let commas = 0;

  const spanOf = (start: number, end: number): Span => ({ start: rawOffset(start), end: rawOffset(end) });
  const note = (code: QueryNote['code'], message: string, start: number, end: number, fixes: QueryNote['fixes'] = []) => {
    const { start: startOffset, end: endOffset } = spanOf(start, end);
    notes.push({ code, message, startOffset, endOffset, fixes });
  };
  const at = (pattern: RegExp, from: number) => {
    pattern.lastIndex = from;
    return pattern.exec(text);
  };
  const isBoundary = (from: number) => from === 0 || /[ (,|]/.test(text.charAt(from - 1)) || text.slice(from - 2, from) === '&&';

  function readQuoted(start: number): void {
    const close = findClosingQuote(text, start + 1);
    let [to, end] = [close, close + 1];
    if (close < 0) {
      CAPITAL_OPERATOR_OR_CLOSE.lastIndex = start + 1;
      to = CAPITAL_OPERATOR_OR_CLOSE.exec(text)?.index ?? text.length;
      end = to;
      note('QR-1', 'The quote was never closed; it is closed here.', start, end, []);
    }
    const [suffix = '', tilde, weight] = close < 0 ? [] : (at(QUOTE_SUFFIX, end) ?? []);
    lexemes.push({ type: 'quoted', start, end: end + suffix.length, from: start + 1, to, ...(tilde === undefined ? {} : { tilde }), ...(weight === undefined ? {} : { weight }) });
    index = end + suffix.length;
  }

  /** A field, or a name that is none: then it and its value are words. True when something was read. */
  function readName(start: number): boolean {
    const [whole = '', name = ''] = at(NAME, start) ?? [];
    const field = findField(name);
    const colon = start + whole.length;
    if (name === '') {
      return false;
    }
    if (field !== undefined) {
      index = colon + (/^ */.exec(text.slice(colon))?.[0].length ?? 0);
      lexemes.push({ type: 'field', start, end: colon, field });
      const compared = WITH_COMPARED_VALUES.includes(kindOf(field)) ? at(COMPARISON, index)?.[0] : undefined;
      if (compared !== undefined) {
        const to = index + compared.length;
        const [suffix = '', weight] = at(CLOSE_SUFFIX, to) ?? [];
        lexemes.push({ type: 'term', start: index, end: to + suffix.length, from: index, to, glued: true, ...(weight === undefined ? {} : { weight }) });
        index = to + suffix.length;
      } else if (index === colon) {
        readValueWord(colon);
      }
      return true;
    }
    if (!/[^ )]/.test(text.charAt(colon))) {
      return false;
    }
    const similar = findSimilarField(name);
    const meant = similar === undefined ? '' : ` Did you mean ${similar}?`;
    note('QR-7', `There is no field "${name}": searched as words.${meant}`, start, colon, similar === undefined ? [] : [fixOf(`use ${similar}:`, spanOf(start, colon), `${similar}:`)]);
    lexemes.push({ type: 'term', start, end: colon, from: start, to: colon - 1, glued: true });
    index = colon;
    readValueWord(colon);
    return true;
  }

  /** Glued to a colon, operators are words and a sign is punctuation. */
  function readValueWord(start: number): void {
    if (!/[ "()]|^$/.test(text.charAt(start)) && !/^(?:role|edu|app)\(/i.test(text.slice(start, start + 5)) && (at(NAME, start) === null || at(SCHEME, start) !== null)) {
      readRun(start, true);
    }
  }

  function readRun(start: number, glued: boolean): void {
    const isAddress = at(SCHEME, start) !== null;
    const end = endOfRun(text, start, isAddress);
    const run = text.slice(start, end);
    index = end;
    if (!glued) {
      const operator = readOperator(run, start, end);
      if (operator !== undefined) {
        lexemes.push(operator);
        return;
      }
    }
    const { length, tilde, weight } = cutSuffixes(run, isAddress);
    const term: Term = { type: 'term', start, end, from: start, to: start + length, glued, ...(tilde === undefined ? {} : { tilde }), ...(weight === undefined ? {} : { weight }) };
    lexemes.push(term);
  }

  while (index < text.length) {
    const start = index;
    const character = text.charAt(start);
    const next = text.charAt(start + 1);
    if (character === ' ' || character === ',') {
      commas += character === ',' ? 1 : 0;
      index += 1;
    } else if (character === '"') {
      readQuoted(start);
    } else if (character === '(') {
      depth += 1;
      lexemes.push({ type: 'open', start, end: start + 1 });
      index += 1;
    } else if (character === ')') {
      const [suffix = '', weight] = depth > 0 ? (at(CLOSE_SUFFIX, start + 1) ?? []) : [];
      if (depth > 0) {
        depth -= 1;
        lexemes.push({ type: 'close', start, end: start + 1 + suffix.length, ...(weight === undefined ? {} : { weight }) });
      } else {
        note('QR-2', 'Nothing was open that this could close; it is ignored.', start, start + 1);
      }
      index += 1 + suffix.length;
    } else if ((character === '-' || character === '!') && isBoundary(start) && /[^ ]/.test(next)) {
      lexemes.push({ type: 'not', start, end: start + 1 });
      index += 1;
    } else if (character === '+' && isBoundary(start) && /[\p{L}"(]/u.test(next)) {
      note('plus', 'A plus has no effect: all words are required anyway.', start, start + 1);
      index += 1;
    } else if (/[';.]/.test(character) && protectedTokenAt(text, start) === undefined && /[^ ]/.test(next)) {
      index += 1;
    } else {
      const symbol = /^(?:&&|\|\|?)/.exec(text.slice(start, start + 2))?.[0];
      const [, name] = at(FUNCTION, start) ?? [];
      const found = name === undefined ? undefined : findFunction(name);
      if (symbol !== undefined) {
        lexemes.push({ type: symbol === '&&' ? 'and' : 'or', spelled: 'symbol', start, end: start + symbol.length });
        index += symbol.length;
      } else if (found !== undefined && name !== undefined) {
        lexemes.push({ type: 'function', name: found, start, end: start + name.length });
        index += name.length;
      } else if (at(SCHEME, start) !== null || !readName(start)) {
        readRun(start, false);
      }
    }
  }
  return { lexemes, notes, commas };
}

function readOperator(run: string, start: number, end: number): Lexeme | undefined {
  switch (run) {
    case 'AND':
    case 'OR':
      return { type: run === 'AND' ? 'and' : 'or', spelled: 'capitals', start, end };
    case 'NOT':
      return { type: 'not', start, end };
    case 'PREFER':
      return { type: 'prefer', start, end };
    default: {
      const [, distance] = /^NEAR\/(\d{1,9})$/.exec(run) ?? [];
      if (distance !== undefined) {
        return { type: 'near', distance: Number(distance), start, end };
      }
      return /^(?:and|or)$/i.test(run) ? { type: /^and$/i.test(run) ? 'and' : 'or', spelled: 'lower', start, end } : undefined;
    }
  }
}

/** A quote that is not written `\"`. */
function findClosingQuote(text: string, from: number): number {
  let close = text.indexOf('"', from);
  while (close > from && text.charAt(close - 1) === '\\') {
    close = text.indexOf('"', close + 1);
  }
  return close;
}

/** Where a run ends: a space, a quote, a comma outside a number, an operator, or a parenthesis that it neither opens nor closes by itself. */
function endOfRun(text: string, start: number, isAddress: boolean): number {
  let open = 0;
  let end = start;
  for (; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === ' ' || character === '"' || (character === ')' && open === 0)) {
      break;
    }
    if (!isAddress && (character === '|' || (character === '&' && text.charAt(end + 1) === '&') || (character === ',' && !(/\d/.test(text.charAt(end - 1)) && /\d/.test(text.charAt(end + 1)))))) {
      break;
    }
    if (character === '(') {
      if (!closesInRun(text, end)) {
        break;
      }
      open += 1;
    }
    open -= character === ')' ? 1 : 0;
  }
  return Math.max(end, start + 1);
}

function closesInRun(text: string, open: number): boolean {
  const close = /[ ")]/.exec(text.slice(open + 1));
  return close?.[0] === ')';
}

/** How long a run is without trailing punctuation and suffixes, however often they alternate; the first of each kind counts. */
function cutSuffixes(run: string, isAddress: boolean): { length: number; tilde: string | undefined; weight: string | undefined } {
  let { length } = run;
  let tilde: string | undefined;
  let weight: string | undefined;
  for (;;) {
    const rest = run.slice(0, length);
    const suffix = isAddress ? null : /([~^])([\d.]*)$/.exec(rest);
    const punctuation = /[,;.]+$/.exec(rest);
    if (suffix !== null && suffix.index > 0) {
      [length, tilde, weight] = suffix[1] === '~' ? [suffix.index, suffix[2] ?? '', weight] : [suffix.index, tilde, suffix[2] ?? ''];
    } else if (punctuation !== null && punctuation.index > 0) {
      length = punctuation.index;
    } else {
      return { length, tilde, weight };
    }
  }
}
