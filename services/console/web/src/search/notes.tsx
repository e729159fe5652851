import { sliceCodePoints } from '../shown/code-points';
import { type Note } from './use-pages';

interface Props {
  readonly query: string;
  readonly notes: readonly Note[];
}

/** What was made of the query beside what was typed; what is said of several words is said once. */
export function Notes({ query, notes }: Props) {
  const messages = [...new Set(notes.map(({ message }) => message))];
  return (
    <ul className="notes" aria-label="Notes on the query">
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
        </li>
      ))}
    </ul>
  );
}
