import { InvalidInputError } from '@secondlook/kit';

import { type Span } from './tree';

/** Codes of what was repaired or is worth knowing; those with a number are rows of query-language §9. */
export type NoteCode =
  | `QR-${number}`
  | 'clean'
  | 'or'
  | 'plus'
  | 'stop'
  | 'question'
  | 'prefer-dropped'
  | 'or-not'
  | 'both-readings'
  | 'lookup'
  | 'clamped'
  | 'not'
  | 'and/or';

/** Puts a text in the place of a stretch of what was typed. */
export interface Edit {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** Something else that may have been meant: one click applies its edits. */
export interface Fix {
  readonly label: string;
  readonly edits: readonly Edit[];
}

/** What was made of the query beside what was typed. Offsets are code points of what was typed. */
export interface QueryNote {
  readonly code: NoteCode;
  /** For people. */
  readonly message: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly fixes: readonly Fix[];
}

/** The query cannot be run as it is; nothing was guessed. */
export class QueryRefusedError extends InvalidInputError {
  constructor(
    readonly code: 'QR-5' | 'QR-9' | 'QR-14' | 'QR-15',
    readonly reason: string,
    readonly at: Span,
    readonly fixes: readonly Fix[],
  ) {
    super([{ field: 'query', description: `${code} at ${at.start}: ${reason}`, offset: at.start }]);
  }
}

/** What was typed, with the edits of a fix. */
export function applyFix(raw: string, { edits }: Fix): string {
  const characters = Array.from(raw);
  for (const { startOffset, endOffset, text } of edits.toSorted((a, b) => b.startOffset - a.startOffset)) {
    characters.splice(startOffset, endOffset - startOffset, text);
  }
  return characters.join('');
}

export const fixOf = (label: string, { start, end }: Span, text: string): Fix => ({ label, edits: [{ startOffset: start, endOffset: end, text }] });
