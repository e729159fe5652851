import { type Fix, type Note } from '@secondlook/contracts';

import { type Fix as QueryFix, type QueryNote } from '../domain/query/notes';

export function toNote({ code, message, startOffset, endOffset, fixes }: QueryNote): Note {
  return { code, message, startOffset, endOffset, fixes: fixes.map(toFix) };
}

export function toFix({ label, edits }: QueryFix): Fix {
  return { label, edits: edits.map((edit) => ({ ...edit })) };
}
