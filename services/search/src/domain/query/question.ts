import { type CleanText } from '../text/clean-text';
import { type Lexeme, type Term } from './lexemes';
import { type QueryNote } from './notes';

const ASKING = new Set('who what which where how find show'.split(' '));
const FILLING = new Set('knows know has have had can could does do did me us we i'.split(' '));

/** A question of three or more bare words: the mark and the words that only ask are dropped. A `?` elsewhere is a wildcard. */
export function withoutQuestion(lexemes: readonly Lexeme[], { text, rawOffset }: CleanText): { lexemes: readonly Lexeme[]; notes: QueryNote[] } {
  const terms = lexemes.filter((lexeme): lexeme is Term => lexeme.type === 'term');
  const wordOf = ({ from, to }: Term) => text.slice(from, to).toLowerCase().replace(/\?+$/, '');
  const [first, last] = [terms[0], terms.at(-1)];
  const isPlain = lexemes.every(({ type, ...rest }) => type === 'term' || ((type === 'and' || type === 'or') && 'spelled' in rest && rest.spelled === 'lower'));
  if (first === undefined || last === undefined || !isPlain || terms.length < 3 || !ASKING.has(wordOf(first)) || !text.slice(last.from, last.to).endsWith('?')) {
    return { lexemes, notes: [] };
  }
  const isDropped = (lexeme: Lexeme) => lexeme.type === 'term' && (ASKING.has(wordOf(lexeme)) || FILLING.has(wordOf(lexeme)) || wordOf(lexeme) === '');
  const kept = lexemes.filter((lexeme) => !isDropped(lexeme)).map((lexeme) => (lexeme === last ? { ...last, to: last.to - (/\?+$/.exec(text.slice(last.from, last.to))?.[0].length ?? 0) } : lexeme));
  const note: QueryNote = { code: 'question', message: 'A question: the words that only ask are ignored.', startOffset: rawOffset(first.start), endOffset: rawOffset(last.end), fixes: [] };
  return { lexemes: kept, notes: [note] };
}
