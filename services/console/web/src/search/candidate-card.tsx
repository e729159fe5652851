import { type MouseEvent } from 'react';

import { type CandidatesAnswer } from '../../../server/http/answers';
import { SafeLink } from '../shown/safe-link';
import { Time } from '../shown/time';
import { applicationLine } from '../shown/words';

export type CandidateHit = CandidatesAnswer['hits'][number];

interface Props {
  readonly hit: CandidateHit;
  readonly isOpen: boolean;
  /** The address of the same page with this candidate open. */
  readonly address: string;
  readonly onOpen: () => void;
}

const SHOWN_APPLICATIONS = 2;

export function CandidateCard({ hit, isOpen, address, onOpen }: Props) {
  const { candidateId, name, headline, location, atsUpdatedTime, applications, matched, linkedinUrl } = hit;
  const further = applications.length - SHOWN_APPLICATIONS;
  const open = (event: MouseEvent) => {
    // With a key the browser opens it elsewhere, as any link.
    if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      onOpen();
    }
  };
  return (
    <article className={isOpen ? 'card open' : 'card'}>
      <h2>
        <a id={hitId(candidateId)} href={address} onClick={open} {...(isOpen ? { 'aria-current': true } : {})}>
          <bdi>{name === '' ? 'No name' : name}</bdi>
        </a>
      </h2>
      {headline !== '' && <p className="headline" dir="auto">{headline}</p>}
      {location !== '' && <p className="place" dir="auto">{location}</p>}
      {applications.length > 0 && (
        <ul className="applications">
          {applications.slice(0, SHOWN_APPLICATIONS).map((application) => (
            <li key={application.jobId} dir="auto">
              {applicationLine(application)}
            </li>
          ))}
          {further > 0 && <li>and {further} more</li>}
        </ul>
      )}
      <p className="foot">
        <span>
          Last updated <Time time={atsUpdatedTime} />
        </span>
        {matched && <span className="badge">Profile matched</span>}
        {linkedinUrl !== '' && <SafeLink address={linkedinUrl}>LinkedIn</SafeLink>}
      </p>
    </article>
  );
}

export function hitId(candidateId: string): string {
  return `hit-${candidateId}`;
}
