import { useEffect, useRef } from 'react';

import { type CandidateAnswer } from '../../../server/http/answers';
import { SafeLink } from '../shown/safe-link';
import { Time } from '../shown/time';
import { Applications } from './applications';
import { Attachments } from './attachments';
import { Contact } from './contact';
import { Facts } from './facts';
import { History } from './history';
import { Match } from './match';
import { useCandidate } from './use-candidate';

interface Props {
  readonly candidateId: string;
  readonly query: string;
  readonly onClose: () => void;
  readonly onSessionEnded: () => void;
}

export function CandidatePanel({ candidateId, query, onClose, onSessionEnded }: Props) {
  const { candidate, refusal, retry } = useCandidate(candidateId, query, onSessionEnded);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    // On a narrow screen the panel stands in place of a list that was scrolled.
    if ((panel.current?.getBoundingClientRect().top ?? 0) < 0) {
      panel.current?.scrollIntoView();
    }
  }, []);
  return (
    <aside ref={panel} className="panel" tabIndex={-1} aria-label="Candidate" aria-busy={candidate === undefined && refusal === undefined} onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <div className="bar">
        <h2>{candidate !== undefined && <bdi>{candidate.name === undefined || candidate.name.full === '' ? 'No name' : candidate.name.full}</bdi>}</h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      {candidate === undefined && refusal === undefined && <p role="status">Loading…</p>}
      {refusal !== undefined && (
        <div className="problem" role="alert">
          <p>{refusal.message}</p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </div>
      )}
      {candidate !== undefined && <Details candidate={candidate} />}
    </aside>
  );
}

function Details({ candidate }: { candidate: CandidateAnswer }) {
  const { candidateId, headline, location, linkedinUrl, atsUpdatedTime, mirroredTime, decision } = candidate;
  const place = location?.text ?? '';
  return (
    <>
      <header>
        {headline !== '' && <p className="headline" dir="auto">{headline}</p>}
        {place !== '' && <p className="place" dir="auto">{place}</p>}
        {linkedinUrl !== '' && (
          <p>
            <SafeLink address={linkedinUrl}>LinkedIn profile</SafeLink>
          </p>
        )}
        <dl className="clocks">
          <div>
            <dt>Last updated</dt>
            <dd>
              <Time time={atsUpdatedTime} /> <small>in the ATS</small>
            </dd>
          </div>
          <div>
            <dt>Mirrored</dt>
            <dd>
              <Time time={mirroredTime} />
            </dd>
          </div>
        </dl>
      </header>
      <Applications applications={candidate.applications} />
      <Contact contactInfo={candidate.contactInfo} />
      <Attachments candidateId={candidateId} attachments={candidate.attachments} />
      <History positions={candidate.positions} education={candidate.education} tags={candidate.tags} />
      <Match decision={decision} />
      <Facts facts={candidate.facts} />
    </>
  );
}
