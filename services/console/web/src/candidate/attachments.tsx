import { type CandidateAnswer } from '../../../server/http/answers';
import { countOf, sizeOf, toWords } from '../shown/words';
import { DocumentText } from './document-text';

type Attachment = CandidateAnswer['attachments'][number];

interface Props {
  readonly candidateId: string;
  readonly attachments: readonly Attachment[];
}

export function Attachments({ candidateId, attachments }: Props) {
  return (
    <section>
      <h3>Attachments</h3>
      {attachments.length === 0 && <p className="none">None.</p>}
      <ul className="rows">
        {attachments.map((attachment) => (
          <li key={attachment.attachmentId}>
            <AttachmentRow address={`/attachments/${encodeURIComponent(candidateId)}/${encodeURIComponent(attachment.attachmentId)}`} attachment={attachment} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function AttachmentRow({ address, attachment }: { address: string; attachment: Attachment }) {
  const { name, type, sizeBytes, textState, textError, pages } = attachment;
  const shownName = name === '' ? 'Unnamed file' : name;
  const matches = pages.reduce((sum, { highlights }) => sum + highlights.length, 0);
  // Without a size the bytes are not here: not read yet, or the ATS does not give them out.
  const remarks = [toWords(type), sizeBytes === 0 ? '' : sizeOf(sizeBytes), pages.length > 1 ? countOf(pages.length, 'page') : ''].filter((remark) => remark !== '');
  return (
    <>
      <p>
        {sizeBytes === 0 ? (
          <bdi>{shownName}</bdi>
        ) : (
          <a href={address} download={shownName}>
            <bdi>{shownName}</bdi>
            <span className="unseen"> (download)</span>
          </a>
        )}
      </p>
      <p className="besides">{remarks.join(' · ')}</p>
      {textState === 'TEXT_STATE_READ' ? (
        <details open={matches > 0}>
          <summary>
            Read the text
            {matches > 0 && <span className="badge">{countOf(matches, 'hit')}</span>}
          </summary>
          <DocumentText pages={pages} name={shownName} />
        </details>
      ) : (
        <p className="besides">{textState === 'TEXT_STATE_PENDING' ? 'Its text has not been read yet.' : whyUnreadable(textError)}</p>
      )}
    </>
  );
}

const REASONS: Readonly<Partial<Record<string, string>>> = {
  encrypted: 'It is encrypted: its text can be neither read nor searched.',
  unsupported_type: 'Files of this type cannot be read as text.',
  too_large: 'It is too large for its text to be read.',
  corrupt: 'It is damaged: its text cannot be read.',
  malware_detected: 'The ATS holds it back: it found malware in it.',
};

function whyUnreadable(error: string): string {
  return REASONS[error] ?? `Its text cannot be read${error === '' ? '' : ` (${toWords(error)})`}.`;
}
