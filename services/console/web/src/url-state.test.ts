import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { inTab, ordersOf, parseUrlState, tabs, toAddress, type UrlState } from './url-state';

const start: UrlState = { tab: 'ats', query: '', order: 'relevance', candidateId: '' };
const anyState = fc.constantFrom(...tabs).chain((tab) =>
  fc.record({
    tab: fc.constant(tab),
    query: fc.string({ unit: 'grapheme' }),
    order: fc.constantFrom(...ordersOf[tab]),
    candidateId: tab === 'ats' ? fc.string() : fc.constant(''),
  }),
);

describe('the state in the address', () => {
  it('is the same after a reload', () => {
    fc.assert(fc.property(anyState, (state) => expect(parseUrlState(toAddress(state).slice(1))).toEqual(state)));
  });

  it('leaves out what is the default', () => {
    expect(toAddress(start)).toBe('/');
    expect(toAddress({ ...start, query: 'data engineer', candidateId: 'c1' })).toBe('/?q=data+engineer&candidate=c1');
  });

  it('falls back to the default for what it says wrongly', () => {
    expect(parseUrlState('?tab=admin&order=salary')).toEqual(start);
  });

  it('knows no order by change for profiles, and no open candidate', () => {
    expect(parseUrlState('?tab=profiles&order=updated&candidate=c1')).toEqual({ ...start, tab: 'profiles' });
  });

  it('keeps query and order when the tab changes, as far as the tab knows the order', () => {
    expect(inTab({ ...start, query: 'java', order: 'name', candidateId: 'c1' }, 'profiles')).toEqual({ tab: 'profiles', query: 'java', order: 'name', candidateId: '' });
    expect(inTab({ ...start, order: 'updated' }, 'profiles').order).toBe('relevance');
  });
});
