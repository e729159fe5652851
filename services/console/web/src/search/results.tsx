import { useEffect, useRef, type ReactNode } from 'react';

import { type Refusal } from '../../../server/http/answers';
import { countOf, leftOutLine } from '../shown/words';
import { Notes } from './notes';
import { type Found } from './use-pages';

interface Props<Hit> {
  readonly found: Found<Hit> | undefined;
  readonly pending: 'first' | 'more' | undefined;
  /** Of anything but the query. */
  readonly refusal: Refusal | undefined;
  /** The query that was asked last was refused: these are the results of the one before. */
  readonly isOfBefore: boolean;
  readonly noun: string;
  readonly keyOf: (hit: Hit) => string;
  readonly children: (hit: Hit) => ReactNode;
  readonly onQuery: (query: string) => void;
  readonly onMore: () => void;
  readonly onAgain: () => void;
}

export function Results<Hit>({ found, pending, refusal, isOfBefore, noun, keyOf, children, onQuery, onMore, onAgain }: Props<Hit>) {
  const list = useFocusOnNewHits(found?.hits.length ?? 0);
  return (
    <section className="results" aria-label="Results" aria-busy={pending !== undefined}>
      <p className="count" role="status">
        {pending === 'first' && found === undefined && 'Searching…'}
        {found !== undefined && <CountOf found={found} noun={noun} isOfBefore={isOfBefore} />}
      </p>
      {found !== undefined && (found.consentEndedSize ?? 0) > 0 && <p className="left-out">{leftOutLine(found.consentEndedSize ?? 0)}</p>}
      {found !== undefined && !isOfBefore && found.notes.length > 0 && <Notes query={found.query} notes={found.notes} onQuery={onQuery} />}
      {refusal !== undefined && (
        <div className="problem" role="alert">
          <p>{refusal.message}</p>
          <button type="button" onClick={onAgain}>
            Search again
          </button>
        </div>
      )}
      {found === undefined && pending !== undefined && <Placeholders />}
      {found?.totalSize === 0 && <Nobody query={found.query} noun={noun} />}
      <ol ref={list} className={pending === 'first' ? 'hits stale' : 'hits'}>
        {found?.hits.map((hit) => (
          <li key={keyOf(hit)}>{children(hit)}</li>
        ))}
      </ol>
      {found !== undefined && found.nextPageToken !== '' && (
        <p className="more">
          <button type="button" onClick={onMore} disabled={pending !== undefined}>
            {pending === 'more' ? 'Loading…' : 'Show more'}
          </button>
          <span>
            {found.hits.length.toLocaleString('en')} of {found.totalSize.toLocaleString('en')} shown
          </span>
        </p>
      )}
    </section>
  );
}

function CountOf<Hit>({ found: { totalSize, query }, noun, isOfBefore }: { found: Found<Hit>; noun: string; isOfBefore: boolean }) {
  return (
    <>
      <strong>{countOf(totalSize, noun)}</strong>
      {query !== '' && (
        <>
          {isOfBefore ? ' – still those for ' : ' for '}
          “<bdi>{query}</bdi>”
        </>
      )}
      {query === '' && isOfBefore && ' – still all of them'}
    </>
  );
}

function Nobody({ query, noun }: { query: string; noun: string }) {
  return (
    <div className="nobody">
      {query === '' ? (
        <p>There are no {noun}s here yet. While the first synchronisation runs, they appear one by one.</p>
      ) : (
        <>
          <p>No {noun} has all of this.</p>
          <p>Every word is required: try fewer of them, put OR between those of which one is enough, or take the quotes away to find other forms of a word.</p>
        </>
      )}
    </div>
  );
}

function Placeholders() {
  return (
    <div aria-hidden="true">
      <div className="placeholder" />
      <div className="placeholder" />
      <div className="placeholder" />
    </div>
  );
}

/** After "Show more" the keyboard goes on where the new hits begin, also when the button is gone. */
function useFocusOnNewHits(count: number) {
  const list = useRef<HTMLOListElement>(null);
  const before = useRef(0);
  useEffect(() => {
    const first = list.current?.children.item(before.current);
    if (before.current > 0 && count > before.current && first?.querySelector('a, button') instanceof HTMLElement) {
      first.querySelector<HTMLElement>('a, button')?.focus({ preventScroll: true });
    }
    before.current = count;
  }, [count]);
  return list;
}
