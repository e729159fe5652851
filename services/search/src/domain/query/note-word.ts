import { fixOf, type QueryNote } from './notes';
import { type Span } from './tree';

/** What is worth knowing of words that others read as operators. */
export function noteWord(typed: string, span: Span): QueryNote[] {
  const offsets = { startOffset: span.start, endOffset: span.end };
  if (/^not$/i.test(typed) && typed !== 'NOT') {
    return [{ code: 'not', message: 'In small letters "not" is a word like others.', ...offsets, fixes: [fixOf('exclude what follows', span, 'NOT')] }];
  }
  return /^and\/or$/i.test(typed) ? [{ code: 'and/or', message: '"and/or" is a word here.', ...offsets, fixes: [fixOf('either of them', span, 'OR')] }] : [];
}
