import { type CandidateAnswer } from '../../../server/http/answers';
import { Time } from '../shown/time';
import { toWords } from '../shown/words';

type Decision = NonNullable<CandidateAnswer['decision']>;

const OUTCOMES: Readonly<Record<Decision['outcome'], string>> = {
  OUTCOME_MATCH: 'This candidate is the person of a public profile.',
  OUTCOME_NOBODY: 'No public profile was found to be this candidate. All that is shown comes from the ATS.',
  OUTCOME_ASK: 'Several public profiles may be this candidate: a person has to decide. Until then all that is shown comes from the ATS.',
  OUTCOME_UNSPECIFIED: 'Nothing is decided yet.',
  UNRECOGNIZED: 'Nothing is decided yet.',
};

/** Which profile the candidate is, and what speaks for and against it. */
export function Match({ decision }: { decision: CandidateAnswer['decision'] }) {
  return (
    <section>
      <h3>Match</h3>
      <p>{OUTCOMES[decision?.outcome ?? 'OUTCOME_UNSPECIFIED']}</p>
      {decision !== undefined && (
        <>
          <ul className="evidence">
            {decision.evidence.map(({ kind, profileId, supports, value, foundIn }) => (
              <li key={`${profileId} ${kind} ${value}`} className={supports ? 'for' : 'against'}>
                <strong>{supports ? 'For' : 'Against'}</strong>
                <span>
                  {kindInWords(kind)}
                  {value !== '' && (
                    <>
                      {' '}
                      <code>{value}</code>
                    </>
                  )}
                  {value !== '' && foundIn !== '' && <small dir="auto"> found in {foundIn}</small>}
                </span>
              </li>
            ))}
          </ul>
          <p className="besides">
            Decided <Time time={decision.decidedTime} /> by rules {decision.ruleVersion}
          </p>
        </>
      )}
    </section>
  );
}

const KINDS: Readonly<Partial<Record<string, string>>> = {
  linkedin_url_equal: 'Same LinkedIn address',
  github_url_equal: 'Same GitHub address',
  name_compatible: 'The names agree',
  name_conflict: 'The names conflict',
};

function kindInWords(kind: string): string {
  return KINDS[kind] ?? toWords(kind);
}
