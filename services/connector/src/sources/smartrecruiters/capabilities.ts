import { Capability, type SourceCapability, type SourcePermission } from '@secondlook/contracts';

import { type AtsRequest } from '../source';

export interface Permission extends SourcePermission {
  /** A call that only this permission allows. It changes nothing. */
  readonly probe: AtsRequest;
  /** Answers that show that it was allowed; 200 unless given. */
  readonly allowed?: readonly number[];
}

interface SmartRecruitersCapability extends SourceCapability {
  permissions: Permission[];
}

/** Nobody's: whoever may ask for it, or for its end, is told that there is none. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

export const COMPANY_PATH = '/configuration/company';

const jobsProbe: AtsRequest = { path: '/jobs', query: { limit: '1', sort: 'job_id' } };

/** What a connection may be used for, and how to tell whether the credential is good for it (API reference §2). */
export const capabilities: readonly SmartRecruitersCapability[] = [
  {
    capability: Capability.REDISCOVERY,
    always: true,
    reads: [
      'the name of the company',
      'jobs',
      'candidates who applied, with applications and attachments',
      'lists of reference data: departments, sources, properties, hiring processes, reasons',
      'audit events of deletions, merges and applications, where the role allows it',
    ],
    writes: ['a webhook subscription of its own, where the role allows it; it goes with the connection'],
    permissions: [
      { permission: 'configuration_read', required: true, purpose: 'know whose account it is', probe: { path: COMPANY_PATH } },
      { permission: 'jobs_read', required: true, purpose: 'mirror jobs', probe: jobsProbe },
      { permission: 'webhooks_read', required: false, purpose: 'learn of changes within seconds instead of by polling', probe: { path: '/webhooks-api/v201907/subscriptions', query: { limit: '1' } } },
      {
        permission: 'audit_events_read',
        required: false,
        purpose: 'learn within minutes of deletions and merges that no webhook tells of, instead of once a day; needs the role of an administrator',
        probe: { path: '/audit-api/v201910/audit-events', query: { limit: '1' } },
      },
      {
        permission: 'job_applications_read',
        required: false,
        purpose: 'learn from the audit feed whose application changed while there are no webhooks',
        probe: { path: `/job-applications-api/v202112/job-applications/${NOBODY}` },
        allowed: [200, 400, 404],
      },
      { permission: 'candidates_read', required: true, purpose: 'mirror candidates and their applications', probe: { path: '/candidates', query: { limit: '1' } } },
    ],
  },
  {
    capability: Capability.EXPORT,
    always: false,
    reads: ['jobs', 'the test candidates it sent'],
    writes: ['a test candidate, marked as one, at the job that a person chooses; removed again on demand'],
    permissions: [
      { permission: 'jobs_read', required: true, purpose: 'offer the open jobs to choose from', probe: jobsProbe },
      // Without name and address nobody is created: the ATS says what is missing, or that it may not be said.
      { permission: 'candidates_create', required: true, purpose: 'send candidates to a job', probe: { method: 'POST', path: '/candidates', body: {} }, allowed: [400, 422] },
      { permission: 'candidates_manage', required: false, purpose: 'remove a test candidate again', probe: { method: 'DELETE', path: `/candidates/${NOBODY}` }, allowed: [404] },
    ],
  },
];
