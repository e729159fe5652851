import { type Application } from '@secondlook/contracts';

import { createStreaming, present, type GroupStreams } from './person-document';
import { STAGES, type Stage } from './query/values';
import { shownText } from './shown-text';

export interface ShownApplication extends FilteredApplication {
  readonly primary: boolean;
}

export interface FilteredApplication {
  readonly job_id: string;
  readonly status: string;
  readonly sub_status: string;
  readonly rejection_reason: string;
  readonly withdrawal_reason: string;
  readonly source: string;
}

export interface SearchedApplication extends FilteredApplication {
  /** The one the ATS works on. */
  readonly is_main: boolean;
  /** How far it is; unknown of one that ended. */
  readonly stage_reached?: Stage;
  readonly words: Readonly<Record<string, GroupStreams>>;
}

function toFiltered({ jobId, status, subStatus, rejectionReason, withdrawalReason, sourceLabel }: Application): FilteredApplication {
  return {
    job_id: jobId,
    status,
    sub_status: subStatus,
    rejection_reason: rejectionReason?.label ?? '',
    withdrawal_reason: withdrawalReason?.label ?? '',
    source: sourceLabel,
  };
}

const STAGE_OF_STATUS: Readonly<Partial<Record<string, Stage>>> = { LEAD: 'lead', NEW: 'new', IN_REVIEW: 'screen', INTERVIEW: 'interview', OFFERED: 'offer', HIRED: 'hired' };

export function toSearchedApplication(application: Application): SearchedApplication {
  const filtered = toFiltered(application);
  const { streamsOf } = createStreaming();
  const { status, sub_status, source, rejection_reason, withdrawal_reason } = filtered;
  const stage = STAGE_OF_STATUS[status];
  return {
    ...filtered,
    is_main: application.primary,
    ...(stage === undefined ? {} : { stage_reached: stage }),
    words: present({
      text: streamsOf([status, sub_status, source], false),
      status: streamsOf([status], false),
      substatus: streamsOf([sub_status], false),
      source: streamsOf([source], false),
      rejection_reason: streamsOf([rejection_reason], false),
      withdrawal_reason: streamsOf([withdrawal_reason], false),
    }),
  };
}

export function furthest(stages: readonly Stage[]): Stage | undefined {
  return STAGES.findLast((stage) => stages.includes(stage));
}

export function toShown(application: Application): ShownApplication {
  const { job_id, status, sub_status, rejection_reason, withdrawal_reason, source } = toFiltered(application);
  return {
    job_id,
    status: shownText(status),
    sub_status: shownText(sub_status),
    rejection_reason: shownText(rejection_reason),
    withdrawal_reason: shownText(withdrawal_reason),
    source: shownText(source),
    primary: application.primary,
  };
}
