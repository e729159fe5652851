import { useEffect, useState } from 'react';

import { CandidatePanel } from '../candidate/candidate-panel';
import { inTab, toAddress, type UrlState } from '../url-state';
import { useUrlState } from '../use-url-state';
import { CandidateCard, hitId, type CandidateHit } from './candidate-card';
import { ProfileCard, type ProfileHit } from './profile-card';
import { SearchTab } from './search-tab';
import { tabId, Tabs } from './tabs';

interface Props {
  readonly onSessionEnded: () => void;
}

export function SearchPage({ onSessionEnded }: Props) {
  const [state, navigate] = useUrlState();
  const [draft, setDraft] = useDraft(state.query);
  const { tab, query, candidateId } = state;
  const common = { state, navigate, draft, onDraft: setDraft, onSessionEnded };
  useEffect(() => {
    document.title = query === '' ? 'Secondlook' : `${query} – Secondlook`;
  }, [query]);
  useEffect(() => {
    // Beside an open candidate the list is narrower, and its hits stand elsewhere.
    document.getElementById(hitId(candidateId))?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [candidateId]);
  const withCandidate = (id: string): UrlState => ({ ...state, candidateId: id });
  const close = () => {
    navigate(withCandidate(''));
    // When it can be seen again: on a narrow screen the list was hidden.
    requestAnimationFrame(() => document.getElementById(hitId(candidateId))?.focus());
  };
  return (
    <>
      <h1 className="unseen">Search</h1>
      <Tabs selected={tab} onSelect={(next) => navigate(inTab(state, next))} />
      <div id="panel" role="tabpanel" aria-labelledby={tabId(tab)}>
        {tab === 'ats' ? (
          <SearchTab<CandidateHit>
            key="ats"
            path="/api/search"
            noun="candidate"
            {...common}
            keyOf={(hit) => hit.candidateId}
            aside={candidateId === '' ? undefined : <CandidatePanel key={candidateId} candidateId={candidateId} query={query} onClose={close} onSessionEnded={onSessionEnded} />}
          >
            {(hit) => (
              <CandidateCard
                hit={hit}
                isOpen={hit.candidateId === candidateId}
                address={toAddress(withCandidate(hit.candidateId))}
                onOpen={() => navigate(withCandidate(hit.candidateId))}
              />
            )}
          </SearchTab>
        ) : (
          <SearchTab<ProfileHit> key="profiles" path="/api/profiles" noun="profile" {...common} keyOf={(hit) => hit.profileId}>
            {(hit) => <ProfileCard hit={hit} />}
          </SearchTab>
        )}
      </div>
    </>
  );
}

/** What is in the query box: typed, or what the address says now. */
function useDraft(query: string) {
  const [draft, setDraft] = useState(query);
  useEffect(() => setDraft(query), [query]);
  return [draft, setDraft] as const;
}
