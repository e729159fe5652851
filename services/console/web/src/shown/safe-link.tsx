import { type ReactNode } from 'react';

import { safeUrl } from './safe-url';

interface Props {
  /** Of anybody's making. */
  readonly address: string;
  /** What to show instead of the address itself. */
  readonly children?: ReactNode;
}

export function SafeLink({ address, children }: Props) {
  const href = safeUrl(address);
  if (href === undefined) {
    return <bdi>{address}</bdi>;
  }
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      <bdi>{children ?? address}</bdi>
      <span aria-hidden="true"> ↗</span>
      <span className="unseen"> (opens in a new tab)</span>
    </a>
  );
}
