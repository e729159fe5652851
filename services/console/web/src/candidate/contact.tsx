import { type CandidateAnswer } from '../../../server/http/answers';
import { SafeLink } from '../shown/safe-link';
import { toWords } from '../shown/words';

/** As the ATS holds it. Addresses in it are the ATS's data, not a match. */
export function Contact({ contactInfo }: { contactInfo: CandidateAnswer['contactInfo'] }) {
  const { email = '', phone = '', links = [] } = contactInfo ?? {};
  return (
    <section>
      <h3>Contact info</h3>
      {email === '' && phone === '' && links.length === 0 && <p className="none">None in the ATS.</p>}
      <dl className="pairs">
        {email !== '' && (
          <div>
            <dt>E-mail</dt>
            <dd>
              <bdi>{email}</bdi>
            </dd>
          </div>
        )}
        {phone !== '' && (
          <div>
            <dt>Phone</dt>
            <dd>
              <bdi>{phone}</bdi>
            </dd>
          </div>
        )}
        {links.map(({ field, url }) => (
          <div key={`${field} ${url}`}>
            <dt>{toWords(field)} in the ATS</dt>
            <dd>
              <SafeLink address={url} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
