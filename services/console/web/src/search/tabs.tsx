import { type KeyboardEvent } from 'react';

import { tabs, type Tab } from '../url-state';

interface Props {
  readonly selected: Tab;
  readonly onSelect: (tab: Tab) => void;
}

const TAB_WORDS: Readonly<Record<Tab, string>> = { ats: 'Your ATS', profiles: 'Public profiles' };

export function Tabs({ selected, onSelect }: Props) {
  // With two tabs each arrow leads to the other one.
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const next = key === 'Home' ? tabs[0] : key === 'End' ? tabs.at(-1) : key.startsWith('Arrow') ? tabs.find((tab) => tab !== selected) : undefined;
    if (next !== undefined) {
      onSelect(next);
      document.getElementById(tabId(next))?.focus();
    }
  };
  return (
    <div className="tabs" role="tablist" aria-label="Where to search" onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          id={tabId(tab)}
          type="button"
          role="tab"
          aria-selected={tab === selected}
          aria-controls="panel"
          tabIndex={tab === selected ? 0 : -1}
          onClick={() => onSelect(tab)}
        >
          {TAB_WORDS[tab]}
        </button>
      ))}
    </div>
  );
}

export function tabId(tab: Tab): string {
  return `tab-${tab}`;
}
