import { type SyntheticEvent } from 'react';

import { type Order } from '../url-state';

interface Props {
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly onSearch: () => void;
  readonly order: Order;
  readonly orders: readonly Order[];
  readonly onOrder: (order: Order) => void;
  /** Id of what is said against the query; undefined when nothing is. */
  readonly problemId: string | undefined;
}

const ORDER_WORDS: Readonly<Record<Order, string>> = { relevance: 'Relevance', updated: 'Last updated', name: 'Name' };

export function SearchForm({ draft, onDraft, onSearch, order, orders, onOrder, problemId }: Props) {
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSearch();
  };
  return (
    <form className="search" role="search" onSubmit={submit}>
      <div className="query">
        <label htmlFor="query">Words, &ldquo;quoted phrases&rdquo; and &minus;words to leave out</label>
        <input
          id="query"
          type="search"
          value={draft}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          dir="auto"
          placeholder={'"data engineer" python -intern'}
          aria-invalid={problemId !== undefined}
          aria-describedby={problemId}
          onChange={(event) => onDraft(event.target.value)}
        />
      </div>
      <button type="submit" className="primary">
        Search
      </button>
      <label className="order">
        Order
        <select value={order} onChange={(event) => onOrder(orders.find((one) => one === event.target.value) ?? 'relevance')}>
          {orders.map((one) => (
            <option key={one} value={one}>
              {ORDER_WORDS[one]}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
