import { useEffect, useState } from 'react';

import { parseUrlState, toAddress, type UrlState } from './url-state';

export type Navigate = (next: UrlState) => void;

/** The state in the address, and how to go to another one. */
export function useUrlState(): readonly [UrlState, Navigate] {
  const [state, setState] = useState(() => parseUrlState(window.location.search));
  useEffect(() => {
    const onBackOrForward = () => setState(parseUrlState(window.location.search));
    window.addEventListener('popstate', onBackOrForward);
    return () => window.removeEventListener('popstate', onBackOrForward);
  }, []);
  const navigate = (next: UrlState) => {
    if (toAddress(next) !== toAddress(state)) {
      window.history.pushState(null, '', toAddress(next));
    }
    setState(next);
  };
  return [state, navigate];
}
