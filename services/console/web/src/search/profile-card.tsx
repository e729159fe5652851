import { type ProfilesAnswer } from '../../../server/http/answers';
import { SafeLink } from '../shown/safe-link';
import { sourceLine } from '../shown/words';

export type ProfileHit = ProfilesAnswer['hits'][number];

export function ProfileCard({ hit: { name, headline, location, urls, source, observedDate } }: { hit: ProfileHit }) {
  return (
    <article className="card">
      <h2>
        <bdi>{name === '' ? 'No name' : name}</bdi>
      </h2>
      {headline !== '' && <p className="headline" dir="auto">{headline}</p>}
      {location !== '' && <p className="place" dir="auto">{location}</p>}
      {urls.length > 0 && (
        <ul className="links">
          {urls.map((url) => (
            <li key={url}>
              <SafeLink address={url} />
            </li>
          ))}
        </ul>
      )}
      <p className="foot">{sourceLine(source, observedDate)}</p>
    </article>
  );
}
