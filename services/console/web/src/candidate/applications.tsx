import { type CandidateAnswer } from '../../../server/http/answers';
import { applicationLine } from '../shown/words';

type Application = CandidateAnswer['applications'][number];

export function Applications({ applications }: { applications: readonly Application[] }) {
  return (
    <section>
      <h3>Applications</h3>
      {applications.length === 0 && <p className="none">None.</p>}
      <ul className="rows">
        {applications.map((application) => (
          <li key={application.jobId}>
            <p dir="auto">{applicationLine(application)}</p>
            <p className="besides" dir="auto">
              {remarksOn(application).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function remarksOn({ rejectionReason, withdrawalReason, source, primary, jobDeleted }: Application): string[] {
  return [
    rejectionReason === '' ? '' : `Rejected: ${rejectionReason}`,
    withdrawalReason === '' ? '' : `Withdrawn: ${withdrawalReason}`,
    source === '' ? '' : `Source: ${source}`,
    primary ? 'Main application' : '',
    jobDeleted ? 'The ATS no longer has this job' : '',
  ].filter((remark) => remark !== '');
}
