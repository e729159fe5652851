import { type ReactNode } from 'react';

import { type CandidateAnswer } from '../../../server/http/answers';
import { SafeLink } from '../shown/safe-link';
import { educationLine, positionLine, sourceLine, spanOf } from '../shown/words';

type Fact = CandidateAnswer['facts'][number];
type Kind = NonNullable<Fact['value']>['$case'];

const KINDS: readonly (readonly [Kind, string])[] = [
  ['headline', 'Headline'],
  ['location', 'Location'],
  ['link', 'Links'],
  ['position', 'Experience'],
  ['education', 'Education'],
  ['skill', 'Skills'],
  ['language', 'Languages'],
  ['certification', 'Certifications'],
];

/** What the matched profile teaches, each with its source and date. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) {
    return null;
  }
  return (
    <section>
      <h3>From the public profile</h3>
      {KINDS.map(([kind, title]) => (
        <FactsOfKind key={kind} title={title} facts={facts.filter(({ value }) => value?.$case === kind)} />
      ))}
    </section>
  );
}

function FactsOfKind({ title, facts }: { title: string; facts: readonly Fact[] }) {
  if (facts.length === 0) {
    return null;
  }
  return (
    <div className="facts">
      <h4>{title}</h4>
      <ul>
        {facts.map((fact, index) => (
          <li key={index}>
            <span dir="auto">{shown(fact.value)}</span>
            <small dir="auto">{sourceLine(fact.source, fact.observedDate)}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function shown(value: Fact['value']): ReactNode {
  switch (value?.$case) {
    case undefined:
      return null;
    case 'link':
      return <SafeLink address={value.value} />;
    case 'position':
      return withSpan(positionLine(value.value), spanOf(value.value));
    case 'education':
      return withSpan(educationLine(value.value), spanOf(value.value));
    case 'location':
      return value.value.text;
    case 'headline':
    case 'skill':
    case 'language':
    case 'certification':
      return value.value;
  }
}

function withSpan(line: string, span: string): ReactNode {
  return (
    <>
      {line}
      {span !== '' && <span className="besides"> {span}</span>}
    </>
  );
}
