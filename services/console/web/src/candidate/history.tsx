import { type CandidateAnswer } from '../../../server/http/answers';
import { educationLine, positionLine, spanOf } from '../shown/words';

type Props = Pick<CandidateAnswer, 'positions' | 'education' | 'tags'>;

/** Jobs, schools and tags as the ATS holds them. */
export function History({ positions, education, tags }: Props) {
  return (
    <>
      {positions.length > 0 && (
        <section>
          <h3>Experience</h3>
          <ul className="rows">
            {positions.map((position, index) => (
              <li key={index}>
                <p dir="auto">{positionLine(position)}</p>
                <p className="besides" dir="auto">{[spanOf(position), position.location].filter((part) => part !== '').join(' · ')}</p>
                {position.description !== '' && <p className="long" dir="auto">{position.description}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {education.length > 0 && (
        <section>
          <h3>Education</h3>
          <ul className="rows">
            {education.map((stay, index) => (
              <li key={index}>
                <p dir="auto">{educationLine(stay)}</p>
                <p className="besides">{spanOf(stay)}</p>
                {stay.description !== '' && <p className="long" dir="auto">{stay.description}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {tags.length > 0 && (
        <section>
          <h3>Tags</h3>
          <ul className="tags">
            {tags.map((tag) => (
              <li key={tag}>
                <bdi>{tag}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
