import { type Note } from '@secondlook/contracts';

import { type QueryNote } from '../domain/query/notes';

export function toNote({ code, message, startOffset, endOffset, fixes }: QueryNote): Note {
  return { code, message, startOffset, endOffset, fixes: fixes.map(({ label, edits }) => ({ label, edits: edits.map((edit) => ({ ...edit })) })) };
}
