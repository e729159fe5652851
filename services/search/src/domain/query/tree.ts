import { type Analysis } from '../text/analyze';
import { type Field, type FunctionName } from './fields';
import { type Value } from './values';

/** What a query means. Nodes of the same kind are never nested in each other: `(a b) c` is one AND of three. */
export type Node = Everyone | Combination | Negation | Preference | Weighted | Near | FieldNode | FunctionNode | Leaf;

/** Matches whoever is in scope; inside a field, whoever has a value. */
export interface Everyone {
  readonly kind: 'everyone';
}

export interface Combination {
  readonly kind: 'and' | 'or';
  /** At least two. */
  readonly operands: readonly Node[];
}

export interface Negation {
  readonly kind: 'not';
  readonly operand: Node;
}

/** Restricts nothing: whom it fits rank higher. Only at the top, or an operand of the AND there. */
export interface Preference {
  readonly kind: 'prefer';
  readonly operand: Node;
}

/** Ranks higher or lower, never changes the set. */
export interface Weighted {
  readonly kind: 'weighted';
  readonly operand: Node;
  /** 2 to 10. */
  readonly weight: number;
}

/** Two items in one value, in either order, with so many other words inside the span at most. */
export interface Near {
  readonly kind: 'near';
  readonly distance: number;
  /** A word, a phrase, or an OR of them. */
  readonly left: Node;
  readonly right: Node;
}

/** One value of the field satisfies all of the operand. */
export interface FieldNode {
  readonly kind: 'field';
  readonly field: Field;
  readonly operand: Node;
}

/** One position, school or application satisfies all of the operand. */
export interface FunctionNode {
  readonly kind: 'function';
  readonly name: FunctionName;
  readonly operand: Node;
}

/** A stretch of what was typed, in code points. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Leaf = Word | Phrase | ValueLeaf;

/** Words by their stems; several linked ones are adjacent, or their compound. */
export interface Word {
  readonly kind: 'word';
  /** As typed, without punctuation around it. */
  readonly text: string;
  /** Tokens may hold wildcards. */
  readonly analysis: Analysis;
  /** Up to so many edits away. */
  readonly edits?: 1 | 2;
  readonly at: Span;
}

/** Exact words, adjacent and in order; or in any order within a span. */
export interface Phrase {
  readonly kind: 'phrase';
  /** Without quotes. */
  readonly text: string;
  readonly analysis: Analysis;
  /** So many other words may be inside the span, in any order. */
  readonly within?: number;
  readonly at: Span;
}

/** A number, date, code or address: only in fields of such. */
export interface ValueLeaf {
  readonly kind: 'value';
  readonly value: Value;
  readonly at: Span;
}

export const EVERYONE: Everyone = { kind: 'everyone' };

/** AND or OR of some nodes: flat, and the one itself where there is one; undefined of none. */
export function combine(kind: 'and' | 'or', nodes: readonly Node[]): Node | undefined {
  const operands = nodes.flatMap((node) => (node.kind === kind ? node.operands : [node]));
  const [only] = operands;
  return operands.length < 2 ? only : { kind, operands };
}

/** What a node is made of, left to right; nothing, of a leaf. */
export function operandsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands;
    case 'near':
      return [node.left, node.right];
    case 'not':
    case 'prefer':
    case 'weighted':
    case 'field':
    case 'function':
      return [node.operand];
    default:
      return [];
  }
}

/** Every leaf, left to right. */
export function* leavesOf(node: Node): Generator<Leaf> {
  if (node.kind === 'word' || node.kind === 'phrase' || node.kind === 'value') {
    yield node;
  }
  for (const operand of operandsOf(node)) {
    yield* leavesOf(operand);
  }
}

/** What is looked for as words that stand somewhere, not what is excluded; of fields, those that are meant. */
export function* wantedIn(node: Node, isMeant: (field: Field) => boolean): Generator<Word | Phrase | Near> {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'near':
      yield node;
      break;
    case 'not':
    case 'function':
      break;
    case 'field':
      yield* isMeant(node.field) ? wantedIn(node.operand, isMeant) : [];
      break;
    default:
      for (const operand of operandsOf(node)) {
        yield* wantedIn(operand, isMeant);
      }
  }
}
