import { useRef, useState } from 'react';

import { type CandidateAnswer } from '../../../server/http/answers';
import { splitAtHighlights } from '../shown/code-points';

type Page = CandidateAnswer['attachments'][number]['pages'][number];

interface Props {
  readonly name: string;
  readonly pages: readonly Page[];
}

/** The text of a document, with the places lit up that a query found, and a way from one to the next. */
export function DocumentText({ name, pages }: Props) {
  const text = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(-1);
  const count = pages.reduce((sum, { highlights }) => sum + highlights.length, 0);
  const goTo = (index: number) => {
    const marks = [...(text.current?.querySelectorAll('mark') ?? [])];
    marks.forEach((mark, position) => mark.classList.toggle('current', position === index));
    marks[index]?.scrollIntoView({ block: 'nearest' });
    setAt(index);
  };
  return (
    <div className="document">
      {count > 0 && (
        <p className="steps">
          <button type="button" onClick={() => goTo(at <= 0 ? count - 1 : at - 1)}>
            Previous hit
          </button>
          <button type="button" onClick={() => goTo((at + 1) % count)}>
            Next hit
          </button>
          <span role="status">{at < 0 ? '' : `${at + 1} of ${count}`}</span>
        </p>
      )}
      <div ref={text} className="text" tabIndex={0} role="region" aria-label={`Text of ${name}`}>
        {pages.map((page, index) => (
          <PageText key={index} page={page} number={pages.length > 1 ? index + 1 : undefined} />
        ))}
      </div>
    </div>
  );
}

function PageText({ page: { text, highlights }, number }: { page: Page; number: number | undefined }) {
  return (
    <>
      {number !== undefined && <p className="page">Page {number}</p>}
      <p dir="auto">{splitAtHighlights(text, highlights).map((piece, index) => (piece.isHighlighted ? <mark key={index}>{piece.text}</mark> : piece.text))}</p>
    </>
  );
}
