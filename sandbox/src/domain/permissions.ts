/** Access scopes the served endpoints ask for (API reference §2). */
export const permissionNames = [
  'candidates_read',
  'candidates_create',
  'candidates_manage',
  'candidate_status_read',
  'candidates_status_read',
  'jobs_read',
  'job_applications_read',
  'configuration_read',
  'company_read',
  'users_read',
  'webhooks_read',
  'webhooks_write',
  'webhooks_delete',
  'webhooks_manage',
  'audit_events_read',
  'candidates_offers_read',
  'reporting_read',
  'candidate_applications_manage',
  'messages_read',
] as const;

export type Permission = (typeof permissionNames)[number];

/** An API key may do everything unless it was narrowed. */
export interface Credential {
  readonly name: string;
  readonly token: string;
  readonly permissions: readonly Permission[] | undefined;
  /** Ids of those whom its access group leaves out (API reference §12.10). */
  readonly candidatesOutOfView?: readonly string[] | undefined;
}

/** One of the wanted permissions is enough. */
export const isPermitted = (credential: Credential, wanted: readonly Permission[]): boolean =>
  credential.permissions === undefined || wanted.some((permission) => credential.permissions?.includes(permission));
