/**
 * Runs in a process of its own, reused from document to document: parsers of other people's files are the widest attack surface.
 * It has no secrets, may not write files or start processes, and is ended by start-extractor.ts when a document takes too long
 * or too much memory.
 */
import { extractText } from './extract-text';
import { type ExtractedText } from './extracted-text';

export interface ExtractRequest {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export type ExtractReply = { readonly id: number } & ({ readonly text: ExtractedText } | { readonly error: string });

process.on('message', (request: ExtractRequest) => {
  void extractText(request.bytes)
    .then((extracted): ExtractReply => (typeof extracted === 'string' ? { id: request.id, error: extracted } : { id: request.id, text: extracted }))
    .catch((): ExtractReply => ({ id: request.id, error: 'unreadable' }))
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
