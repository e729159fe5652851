/**
 * Queries as the reference evaluator understands them, on purpose not the tree of the parser: all it shares with the product is how text is
 * taken apart (domain/text). What generate-query.ts makes, spell-query.ts types in many ways and evaluate.ts decides.
 */
export type Ast = Everyone | Group | Not | Prefer | Weight | NearAst | FieldAst | CodeAst | EntryAst | WordAst | PhraseAst | RangeAst;

export interface Everyone {
  readonly kind: 'everyone';
}

export interface Group {
  readonly kind: 'and' | 'or';
  /** At least two. */
  readonly operands: readonly Ast[];
}

export interface Not {
  readonly kind: 'not';
  readonly operand: Ast;
}

export interface Prefer {
  readonly kind: 'prefer';
  readonly operand: Ast;
}

export interface Weight {
  readonly kind: 'weight';
  readonly operand: Ast;
  readonly weight: number;
}

export type LeafAst = WordAst | PhraseAst;

export interface NearAst {
  readonly kind: 'near';
  readonly distance: number;
  /** Any of these, near any of those. */
  readonly left: readonly LeafAst[];
  readonly right: readonly LeafAst[];
}

/** One value of the field satisfies all of the operand: words in textual fields, ranges in fields of numbers, dates and stages. */
export interface FieldAst {
  readonly kind: 'field';
  readonly field: string;
  readonly operand: Ast;
}

/** A code or an address, equal or not. */
export interface CodeAst {
  readonly kind: 'code';
  readonly field: string;
  readonly code: string;
  /** As it may be typed. */
  readonly spelled: string;
}

/** One position, school or application satisfies all of the operand. */
export interface EntryAst {
  readonly kind: 'entry';
  readonly name: EntryName;
  readonly operand: Ast;
}

export type EntryName = 'role' | 'edu' | 'app';

export interface WordAst {
  readonly kind: 'word';
  /** May hold * and ?. */
  readonly text: string;
  /** 0 is a `~` without a number. */
  readonly edits?: 0 | 1 | 2;
}

export interface PhraseAst {
  readonly kind: 'phrase';
  readonly text: string;
  readonly within?: number;
}

/** A number, a partial date, an age as `90d`, or a stage. */
export interface RangeAst {
  readonly kind: 'range';
  readonly lower?: BoundAst;
  readonly upper?: BoundAst;
}

export interface BoundAst {
  readonly point: string;
  readonly inclusive: boolean;
}

export const isLeaf = (ast: Ast): ast is LeafAst => ast.kind === 'word' || ast.kind === 'phrase';

/** The trees directly below. */
export function childrenOf(ast: Ast): readonly Ast[] {
  switch (ast.kind) {
    case 'and':
    case 'or':
      return ast.operands;
    case 'not':
    case 'prefer':
    case 'weight':
    case 'field':
    case 'entry':
      return [ast.operand];
    case 'near':
      return [...ast.left, ...ast.right];
    default:
      return [];
  }
}
