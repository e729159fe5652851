import { toPlainText } from './population/resume';
import { type DocumentSource } from './records';

/** What a reader of the document reads; unknown for bytes the sandbox did not make. */
export const textOfDocument = (source: DocumentSource): string | undefined => {
  if (source.kind === 'set') return toPlainText(source.read());
  return source.kind === 'text' ? source.text : undefined;
};
