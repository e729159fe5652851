import { type Job } from '@secondlook/contracts';

import { createStreaming } from './person-document';
import { shownText } from './shown-text';
import { toTokenStreams, type TokenStreams } from './text/token-streams';

/** A job in the index. A deleted one stays searchable by its title: past applications keep its name. */
export interface JobDocument {
  readonly id: string;
  readonly version: number;
  /** Gone from the index, as an index sees it; a job deleted in the ATS is not. */
  readonly deleted: boolean;
  readonly shown: ShownJob;
  readonly text: TokenStreams;
}

export interface ShownJob {
  readonly title: string;
  readonly reference: string;
  readonly status: string;
  /** The ATS no longer has it. */
  readonly deleted_in_ats: boolean;
}

export function toJobDocument({ jobId, version, deleted, title, reference, status }: Job): JobDocument {
  const { toValues } = createStreaming();
  return {
    id: jobId,
    version,
    deleted: false,
    shown: { title: shownText(title), reference: shownText(reference), status: shownText(status), deleted_in_ats: deleted },
    text: toTokenStreams([...toValues([title], true), ...toValues([reference], false)]),
  };
}
