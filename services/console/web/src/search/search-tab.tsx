import { useState, type ReactNode } from 'react';

import { type Refusal } from '../../../server/http/answers';
import { countCodePoints } from '../shown/code-points';
import { ordersOf, type UrlState } from '../url-state';
import { type Navigate } from '../use-url-state';
import { QueryProblem } from './query-problem';
import { Results } from './results';
import { SearchForm } from './search-form';
import { usePages } from './use-pages';

interface Props<Hit> {
  readonly path: string;
  /** What a hit is, in the singular. */
  readonly noun: string;
  readonly state: UrlState;
  readonly navigate: Navigate;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly onSessionEnded: () => void;
  readonly keyOf: (hit: Hit) => string;
  readonly children: (hit: Hit) => ReactNode;
  /** What stands beside the results. */
  readonly aside?: ReactNode;
}

/** What is longer is no query, and may be too long for an address. */
const MAX_CODE_POINTS = 10_000;
const PROBLEM_ID = 'query-problem';

/** Query box, order, results: the same functions in both tabs. */
export function SearchTab<Hit>({ path, noun, state, navigate, draft, onDraft, onSessionEnded, keyOf, children, aside }: Props<Hit>) {
  const { tab, query, order } = state;
  const { found, refusal, pending, searchAgain, showMore } = usePages<Hit>({ path, query, order, onSessionEnded });
  const [tooLong, setTooLong] = useState<Refusal>();
  const problem = tooLong ?? (refusal?.field === 'query' ? refusal : undefined);
  const search = () => {
    const length = countCodePoints(draft);
    setTooLong(length > MAX_CODE_POINTS ? { message: `${length.toLocaleString('en')} characters, limit ${MAX_CODE_POINTS.toLocaleString('en')}.` } : undefined);
    if (length > MAX_CODE_POINTS) {
      return;
    }
    if (draft === query) {
      searchAgain();
    }
    navigate({ ...state, query: draft, candidateId: '' });
  };
  return (
    <>
      <SearchForm
        draft={draft}
        onDraft={onDraft}
        onSearch={search}
        order={order}
        orders={ordersOf[tab]}
        onOrder={(next) => navigate({ ...state, order: next })}
        problemId={problem === undefined ? undefined : PROBLEM_ID}
      />
      {problem !== undefined && <QueryProblem id={PROBLEM_ID} query={query} refusal={problem} />}
      <div className={aside === undefined ? 'split' : 'split has-aside'}>
        <Results
          found={found}
          pending={pending}
          refusal={problem === undefined ? refusal : undefined}
          isOfBefore={problem !== undefined}
          noun={noun}
          keyOf={keyOf}
          onQuery={(next) => navigate({ ...state, query: next, candidateId: '' })}
          onMore={showMore}
          onAgain={searchAgain}
        >
          {children}
        </Results>
        {aside}
      </div>
    </>
  );
}
