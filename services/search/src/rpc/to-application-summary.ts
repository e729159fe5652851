import { type ApplicationSummary } from '@secondlook/contracts';

import { type ShownApplication } from '../domain/application-document';
import { type ShownJob } from '../domain/job-document';

/** "Job/Requisition – Status, Sub-status". The job's name comes from the job: it may have been renamed since. */
export function toApplicationSummary(application: ShownApplication, job: ShownJob | undefined): ApplicationSummary {
  return {
    jobId: application.job_id,
    jobTitle: job?.title ?? '',
    jobReference: job?.reference ?? '',
    jobDeleted: job?.deleted_in_ats ?? false,
    status: application.status,
    subStatus: application.sub_status,
    rejectionReason: application.rejection_reason,
    withdrawalReason: application.withdrawal_reason,
    source: application.source,
    primary: application.primary,
  };
}
