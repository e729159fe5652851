import { type Refusal } from '../../../server/http/answers';
import { pointAt } from '../shown/code-points';

interface Props {
  readonly id: string;
  /** As it was asked: offsets count in it. */
  readonly query: string;
  readonly refusal: Refusal;
}

const REACH = 24;

/** What is wrong with the query, and where. */
export function QueryProblem({ id, query, refusal: { message, offset } }: Props) {
  const pointed = offset === undefined ? undefined : pointAt(query, offset, REACH);
  return (
    <div id={id} className="problem" role="alert">
      <p>
        <strong>This query was not run:</strong> {message}
        {message.endsWith('.') ? '' : '.'}
      </p>
      {pointed !== undefined && (
        <p className="pointed">
          <bdi>
            {pointed.before}
            <mark>{pointed.at === '' ? ' ' : pointed.at}</mark>
            {pointed.after}
          </bdi>
          <span className="unseen"> (at character {(offset ?? 0) + 1})</span>
        </p>
      )}
    </div>
  );
}
