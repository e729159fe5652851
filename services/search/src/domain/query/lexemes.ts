import { type Field, type FunctionName } from './fields';

/** What a query is made of. Indexes are of the clean text. */
export type Lexeme = Quoted | Term | Mark | Operator | NearOperator | FieldMark | FunctionMark | Close;

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** What may stand directly after an operand. */
interface Suffixed extends Placed {
  /** What follows `~`; empty for a `~` alone. */
  readonly tilde?: string;
  /** What follows `^`. */
  readonly weight?: string;
}

export interface Quoted extends Suffixed {
  readonly type: 'quoted';
  /** Between the quotes. */
  readonly from: number;
  readonly to: number;
}

export interface Term extends Suffixed {
  readonly type: 'term';
  /** Without suffixes and trailing punctuation. */
  readonly from: number;
  readonly to: number;
  /** Glued to a colon: a value, whatever word it is. */
  readonly glued: boolean;
}

/** `(`; NOT, - or !; PREFER. */
export interface Mark extends Placed {
  readonly type: 'open' | 'not' | 'prefer';
}

export interface Close extends Suffixed {
  readonly type: 'close';
}

export interface Operator extends Placed {
  readonly type: 'and' | 'or';
  readonly spelled: 'capitals' | 'symbol' | 'lower';
}

export interface NearOperator extends Placed {
  readonly type: 'near';
  readonly distance: number;
}

export interface FieldMark extends Placed {
  readonly type: 'field';
  readonly field: Field;
}

export interface FunctionMark extends Placed {
  readonly type: 'function';
  readonly name: FunctionName;
}
