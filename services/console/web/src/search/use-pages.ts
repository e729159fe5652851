import { useEffect, useRef, useState } from 'react';

import { type CandidatesAnswer, type Refusal } from '../../../server/http/answers';
import { getAnswer, isSessionEnded, toRefusal } from '../get-answer';
import { type Order } from '../url-state';

export type Note = CandidatesAnswer['notes'][number];

interface Page<Hit> {
  readonly hits: readonly Hit[];
  readonly totalSize: number;
  readonly nextPageToken: string;
  readonly notes: readonly Note[];
  /** Only candidates have it. */
  readonly consentEndedSize?: number;
}

/** All pages so far. */
export interface Found<Hit> extends Page<Hit> {
  /** What was asked: while an answer is awaited, or refused, the last good one stays. */
  readonly query: string;
}

export interface Search {
  readonly path: string;
  readonly query: string;
  readonly order: Order;
  readonly onSessionEnded: () => void;
}

const ORDER_BY: Readonly<Record<Order, string>> = { relevance: 'relevance', updated: 'last_updated desc', name: 'name' };

/** The answer to a search, page after page of one point in time. */
export function usePages<Hit>({ path, query, order, onSessionEnded }: Search) {
  const [found, setFound] = useState<Found<Hit>>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [pending, setPending] = useState<'first' | 'more'>();
  const asking = useRef<AbortController>(undefined);

  const ask = (pageToken: string, before: readonly Hit[]) => {
    asking.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    asking.current = controller;
    setRefusal(undefined);
    setPending(pageToken === '' ? 'first' : 'more');
    const onAnswer = ({ hits, ...page }: Page<Hit>) => setFound({ ...page, query, hits: [...before, ...hits] });
    const onError = (error: unknown) => (isSessionEnded(error) ? onSessionEnded() : setRefusal(toRefusal(error)));
    getAnswer<Page<Hit>>(path, { query, orderBy: ORDER_BY[order], pageToken }, signal)
      .then((page) => signal.aborted || onAnswer(page), (error: unknown) => signal.aborted || onError(error))
      .finally(() => signal.aborted || setPending(undefined));
  };

  useEffect(() => {
    ask('', []);
    return () => asking.current?.abort();
  }, [path, query, order]);

  return {
    found,
    refusal,
    pending,
    searchAgain: () => ask('', []),
    showMore: () => found !== undefined && ask(found.nextPageToken, found.hits),
  };
}
