import { type CleanText } from '../text/clean-text';
import { type Arranged } from './arrange-operators';
import { isTextual, keepsStopWords, type Field } from './fields';
import { type Close, type FieldMark, type FunctionMark, type NearOperator, type Quoted, type Term } from './lexemes';
import { noteWord } from './note-word';
import { otherReading } from './other-reading';
import { createNearReader, type NearItem } from './read-near';
import { fixOf, type QueryNote, type QueryRefusedError } from './notes';
import { printQuery } from './print-query';
import { readPhrase, readTerm, type ReadLeaf } from './read-term';
import { without } from './simplify';
import { combine, EVERYONE, leavesOf, type Node } from './tree';
import { readValue } from './values';

/** Optional as bare words: `director of engineering` finds *Director, Engineering*. */
const STOP_WORDS = new Set('a an the of for to and with at on by from in is are'.split(' '));
const MAX_WEIGHT = 10;

/** Where an operand stands, which decides what words there mean. */
interface Scope {
  /** Inside this field all values are of its kind, and names of fields are words. */
  readonly field?: Field;
  readonly inFunction: boolean;
  /** A value by itself, not a group. */
  readonly isValue?: boolean;
  /** Common words: dropped at the end of the scope, unless there is nothing else in it. */
  readonly optional: Set<Node>;
}

/** Reads what operators were arranged for, by recursive descent; its depth was checked. Never throws: refusals are gathered, left to right. */
export function createOperandReader(arranged: readonly Arranged[], clean: CleanText) {
  const { text, rawOffset } = clean;
  const notes: QueryNote[] = [];
  const refusals: QueryRefusedError[] = [];
  let index = 0;

  const note = (code: QueryNote['code'], message: string, start: number, end: number, fixes: QueryNote['fixes'] = []) =>
    notes.push({ code, message, startOffset: rawOffset(start), endOffset: rawOffset(end), fixes });
  const near = createNearReader(clean, refusals, notes);

  function readScope(parts: Omit<Scope, 'optional'>): Node | undefined {
    const scope: Scope = { ...parts, optional: new Set() };
    const read = readOr(scope);
    if (read === undefined || scope.optional.size === 0) {
      return read;
    }
    const kept = without(read, (node) => scope.optional.has(node));
    for (const node of scope.optional) {
      const [leaf] = leavesOf(node);
      if (leaf !== undefined) {
        notes.push(kept === undefined ? { code: 'QR-11', message: 'Only common words: they are required.', ...offsetsOf(leaf.at), fixes: [] } : { code: 'stop', message: 'A common word: not required.', ...offsetsOf(leaf.at), fixes: [] });
      }
    }
    return kept ?? read;
  }

  function readOr(scope: Scope): Node | undefined {
    const from = index;
    const sides = [readAnd(scope)];
    while (arranged[index]?.type === 'or') {
      const { end = 0 } = arranged[index] ?? {};
      index += 1;
      const next = arranged[index];
      if (next?.type === 'not') {
        note('or-not', 'Everyone without it, or with the other side: is that what is meant?', next.start, Math.max(end, next.end));
      }
      sides.push(readAnd(scope));
    }
    const [first, last] = [arranged[from], arranged[index - 1]];
    if (sides.length > 1 && sides.some(({ length }) => length > 1) && first !== undefined && last !== undefined) {
      const other = printQuery(otherReading(sides));
      const span = { start: rawOffset(first.start), end: rawOffset(last.end) };
      note('both-readings', 'AND binds tighter than OR. It can be read the other way too.', first.start, last.end, [fixOf(`read it as ${other}`, span, other)]);
    }
    return combine('or', sides.flatMap((operands) => combine('and', operands) ?? []));
  }

  function readAnd(scope: Scope): Node[] {
    const operands: Node[] = [];
    for (;;) {
      const type = arranged[index]?.type;
      if (type === undefined || type === 'or' || type === 'close') {
        return operands;
      }
      if (type === 'and') {
        index += 1;
        continue;
      }
      const operand = readUnary(scope);
      operands.push(...(operand === undefined ? [] : [operand]));
    }
  }

  function readUnary(scope: Scope): Node | undefined {
    const signs: ('not' | 'prefer')[] = [];
    for (let type = arranged[index]?.type; type === 'not' || type === 'prefer'; type = arranged[++index]?.type) {
      signs.push(type);
    }
    let node = readNear(scope);
    for (const sign of signs.reverse()) {
      node = node === undefined ? undefined : applySign(sign, node);
    }
    return node;
  }

  function readNear(scope: Scope): Node | undefined {
    const optional = new Set<Node>();
    const [first, left] = [index, readItem({ ...scope, optional })];
    if (arranged[index]?.type !== 'near') {
      optional.forEach((node) => scope.optional.add(node));
      return left;
    }
    const items: NearItem[] = [{ node: left, isSigned: false }];
    const operators: NearOperator[] = [];
    for (let operator = arranged[index]; operator?.type === 'near'; operator = arranged[index]) {
      operators.push(operator);
      index += 1;
      const isSigned = arranged[index]?.type === 'not' || arranged[index]?.type === 'prefer';
      const inner = { ...scope, optional };
      items.push({ node: isSigned ? readUnary(inner) : readItem(inner), isSigned });
    }
    const joined = near.combine(items, operators, { start: arranged[first]?.start ?? 0, end: arranged[index - 1]?.end ?? 0 }, scope.field);
    if (joined?.kind !== 'near') {
      optional.forEach((node) => scope.optional.add(node));
    }
    return joined;
  }

  function readItem(scope: Scope): Node | undefined {
    const lexeme = arranged[index];
    index += 1;
    switch (lexeme?.type) {
      case 'open': {
        const inner = readOr(scope);
        const close = takeClose(lexeme.start);
        if (inner === undefined && arranged[index - 2] === lexeme) {
          note('QR-6', 'There is nothing in these parentheses; they are dropped.', lexeme.start, close?.end ?? lexeme.end);
        }
        return weighted(inner, close);
      }
      case 'quoted':
      case 'term':
        return weighted(readOperand(lexeme, scope), lexeme);
      case 'dangling': {
        const { node } = readPhrase({ type: 'quoted', start: lexeme.start, end: lexeme.end, from: lexeme.start, to: lexeme.end }, clean);
        return node === undefined ? undefined : { kind: 'prefer', operand: node };
      }
      case 'field':
        return scope.field === undefined ? readField(lexeme, scope) : nameAsWord(lexeme, lexeme.start, lexeme.end - 1, scope);
      case 'function':
        return scope.field === undefined && !scope.inFunction ? readFunction(lexeme) : nameAsWord(lexeme, lexeme.start, lexeme.end, scope);
      default:
        return undefined;
    }
  }

  /** Names inside fields, and functions inside functions, are words. */
  function nameAsWord({ start, end }: FieldMark | FunctionMark, from: number, to: number, scope: Scope): Node | undefined {
    note('QR-7', 'A name inside parentheses of a field is a word.', start, end);
    return readOperand({ type: 'term', start, end: to, from, to, glued: true }, scope);
  }

  function takeClose(openedAt: number): Close | undefined {
    const close = arranged[index];
    if (close?.type === 'close') {
      index += 1;
      return close;
    }
    note('QR-2', 'The parenthesis was never closed; it is closed at the end.', openedAt, openedAt + 1);
    return undefined;
  }

  function readField({ field, start, end }: FieldMark, { inFunction }: Scope): Node | undefined {
    const value = arranged[index];
    const before = notes.length;
    if (value === undefined || !['open', 'quoted', 'term'].includes(value.type)) {
      note('QR-6', `${field}: has no value; it is dropped.`, start, end);
      return undefined;
    }
    const scope = { field, inFunction, optional: new Set<Node>() };
    const isGroup = value.type === 'open';
    index += isGroup ? 1 : 0;
    const operand = isGroup ? readScope(scope) : readBare(scope);
    const close = isGroup ? takeClose(value.start) : undefined;
    if (operand === undefined) {
      if (notes.length === before) {
        note('QR-6', `${field}: has no value; it is dropped.`, start, end);
      }
      return undefined;
    }
    const { operand: inner, weight } = !isGroup && operand.kind === 'weighted' ? operand : { operand, weight: undefined };
    const node: Node = { kind: 'field', field, operand: inner };
    return weight === undefined ? weighted(node, close) : { kind: 'weighted', operand: node, weight };
  }

  /** A single value: a common word alone is required. */
  function readBare(scope: Scope): Node | undefined {
    return readItem({ ...scope, isValue: true, optional: new Set() });
  }

  function readFunction({ name }: FunctionMark): Node | undefined {
    const open = arranged[index];
    index += 1;
    const operand = readScope({ inFunction: true });
    const close = takeClose(open?.start ?? 0);
    if (operand === undefined) {
      note('QR-6', `There is nothing in ${name}(); it is dropped.`, open?.start ?? 0, close?.end ?? (open?.end ?? 0));
      return undefined;
    }
    return weighted({ kind: 'function', name, operand }, close);
  }

  function readOperand(lexeme: Quoted | Term, scope: Scope): Node | undefined {
    const { field } = scope;
    if (field !== undefined && !isTextual(field)) {
      return readFieldValue(lexeme, field);
    }
    const read: ReadLeaf = lexeme.type === 'quoted' ? readPhrase(lexeme, clean) : readTerm(lexeme, clean, scope.isValue === true);
    notes.push(...read.notes, ...noteWord(text.slice(lexeme.start, lexeme.end), { start: rawOffset(lexeme.start), end: rawOffset(lexeme.end) }));
    refusals.push(...(read.refusal === undefined ? [] : [read.refusal]));
    const { node } = read;
    const isOptional = node?.kind === 'word' && node.edits === undefined && STOP_WORDS.has(node.analysis.tokens[0]?.exact ?? '') && node.analysis.tokens.length === 1;
    if (isOptional && !(field !== undefined && keepsStopWords(field))) {
      scope.optional.add(node);
    }
    return node;
  }

  function readFieldValue(lexeme: Quoted | Term, field: Field): Node | undefined {
    const typed = text.slice(lexeme.from, lexeme.to).replaceAll(/[\\"]/g, ' ').trim();
    if (typed === '*') {
      return EVERYONE;
    }
    const read = readValue(field, typed);
    if (read === undefined) {
      note('QR-6', `"${typed}" is no value of ${field}; it is dropped.`, lexeme.start, lexeme.end);
      return undefined;
    }
    if (read.swapped) {
      note('clamped', 'The ends stood the wrong way round; they are swapped.', lexeme.start, lexeme.end);
    }
    return { kind: 'value', value: read.value, at: { start: rawOffset(lexeme.start), end: rawOffset(lexeme.end) } };
  }

  function weighted(node: Node | undefined, suffixed: { readonly weight?: string; readonly start: number; readonly end: number } | undefined): Node | undefined {
    if (node === undefined || suffixed?.weight === undefined) {
      return node;
    }
    const asked = Number(suffixed.weight);
    const weight = Number.isFinite(asked) ? Math.min(MAX_WEIGHT, Math.max(1, Math.round(asked))) : 1;
    if (weight !== asked) {
      note('clamped', `A weight is a whole number from 1 to ${MAX_WEIGHT}.`, suffixed.start, suffixed.end);
    }
    return weight === 1 ? node : { kind: 'weighted', operand: node, weight };
  }

  return {
    readAll: () => readScope({ inFunction: false }),
    notes: () => notes,
    refusals: () => refusals,
  };
}

function applySign(sign: 'not' | 'prefer', node: Node): Node {
  return node.kind === sign ? (sign === 'not' ? node.operand : node) : { kind: sign, operand: node };
}

const offsetsOf = ({ start, end }: { start: number; end: number }) => ({ startOffset: start, endOffset: end });
