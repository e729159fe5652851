/** What the page shows, as its address says it: a reload, a bookmark and the Back button lead to the same. */
export interface UrlState {
  readonly tab: Tab;
  readonly query: string;
  readonly order: Order;
  /** The open candidate; empty when none is. */
  readonly candidateId: string;
}

export const tabs = ['ats', 'profiles'] as const;
export type Tab = (typeof tabs)[number];
export type Order = 'relevance' | 'updated' | 'name';

/** The library's profiles have no time of change. */
export const ordersOf: Readonly<Record<Tab, readonly Order[]>> = { ats: ['relevance', 'updated', 'name'], profiles: ['relevance', 'name'] };

/** What an address cannot say, or says wrongly, is the default. */
export function parseUrlState(search: string): UrlState {
  const parameters = new URLSearchParams(search);
  const tab = tabs.find((one) => one === parameters.get('tab')) ?? 'ats';
  return {
    tab,
    query: parameters.get('q') ?? '',
    order: ordersOf[tab].find((one) => one === parameters.get('order')) ?? 'relevance',
    candidateId: tab === 'ats' ? (parameters.get('candidate') ?? '') : '',
  };
}

/** Relative to the page; defaults are left out. */
export function toAddress({ tab, query, order, candidateId }: UrlState): string {
  const parameters = new URLSearchParams([
    ...(tab === 'ats' ? [] : [['tab', tab]]),
    ...(query === '' ? [] : [['q', query]]),
    ...(order === 'relevance' ? [] : [['order', order]]),
    ...(candidateId === '' ? [] : [['candidate', candidateId]]),
  ]);
  const search = parameters.toString();
  return search === '' ? '/' : `/?${search}`;
}

/** The same search in another tab, as far as that tab knows its order. */
export function inTab(state: UrlState, tab: Tab): UrlState {
  return { tab, query: state.query, order: ordersOf[tab].includes(state.order) ? state.order : 'relevance', candidateId: '' };
}
