import { applyEdits, sliceCodePoints } from '../shown/code-points';
import { type Note } from './use-pages';

interface Props {
  readonly query: string;
  readonly notes: readonly Note[];
  /** Another query that may have been meant was chosen. */
  readonly onQuery: (query: string) => void;
}

/** What was made of the query beside what was typed, and what else may have been meant; what is said of several words is said once. */
export function Notes({ query, notes, onQuery }: Props) {
  const messages = [...new Set(notes.map(({ message }) => message))];
  return (
    <ul className="notes" aria-label="Notes on the query" aria-live="polite">
      {messages.map((message) => (
        <li key={message}>
          {notes
            .filter((note) => note.message === message)
            .map((note) => (
              <b key={note.startOffset}>
                “<bdi>{sliceCodePoints(query, note)}</bdi>”
              </b>
            ))}
          <span>{message}</span>
          {notes
            .filter((note) => note.message === message)
            .flatMap(({ startOffset, fixes }) =>
              fixes.map(({ label, edits }) => (
                <button key={`${startOffset} ${label}`} type="button" className="fix" onClick={() => onQuery(applyEdits(query, edits))}>
                  <bdi>{label}</bdi>
                </button>
              )),
            )}
        </li>
      ))}
    </ul>
  );
}
