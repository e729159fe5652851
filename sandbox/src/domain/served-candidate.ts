import { withoutKeys, withoutUndefined, type Json, type JsonObject } from './json';
import { toTimestamp, type ApplicationRecord, type AttachmentRecord, type CandidateRecord } from './records';

/** Makes the full address of a path of this account. */
export type ToUrl = (path: string) => string;

const action = (toUrl: ToUrl, path: string, method = 'GET'): JsonObject => ({ url: toUrl(path), method });

/** Where a source is described: its type and, where the type has several, its sub-type are part of the address. */
export type ToSourcePath = (sourceId: string) => string | undefined;

export interface Addresses {
  readonly toUrl: ToUrl;
  readonly toSourcePath: ToSourcePath;
}

const isActive = (application: ApplicationRecord): boolean => application.fields['status'] !== 'LEAD';

/** Latest active application first, then the latest of the rest: the first is the primary one (API reference §3.2). */
export const inOrderOfImportance = (applications: readonly ApplicationRecord[]): readonly ApplicationRecord[] =>
  applications.toSorted((left, right) => Number(isActive(right)) - Number(isActive(left)) || right.updatedAt - left.updatedAt);

const sourceActions = (application: ApplicationRecord, { toUrl, toSourcePath }: Addresses): JsonObject => {
  const path = toSourcePath(application.sourceId);
  return path === undefined ? {} : { sourceDetails: action(toUrl, path) };
};

const toAssignment = (application: ApplicationRecord, addresses: Addresses): JsonObject => ({
  job: {
    id: application.jobId,
    title: application.jobTitle,
    actions: { details: action(addresses.toUrl, `/jobs/${application.jobId}`) },
  },
  actions: sourceActions(application, addresses),
  ...application.fields,
});

const times = (record: CandidateRecord): JsonObject => ({ createdOn: toTimestamp(record.createdAt), updatedOn: toTimestamp(record.updatedAt) });

/** `GET /candidates/{id}` (API reference §3.2). */
export const toCandidateDetails = (record: CandidateRecord, addresses: Addresses): JsonObject => {
  const [primary, ...secondary] = inOrderOfImportance(record.applications).map((application) => toAssignment(application, addresses));
  const path = `/candidates/${record.id}`;
  return {
    id: record.id,
    ...times(record),
    ...withoutUndefined({ primaryAssignment: primary }),
    secondaryAssignments: secondary,
    actions: {
      properties: action(addresses.toUrl, `${path}/properties`),
      attachments: action(addresses.toUrl, `${path}/attachments`),
      consent: action(addresses.toUrl, `${path}/consent`),
      consents: action(addresses.toUrl, `${path}/consents`),
    },
    ...record.fields,
  };
};

/** What only the details tell (API reference §3.1). */
const DETAILS_ONLY = ['phoneNumber', 'web', 'education', 'experience'];

const toPrimarySummary = (application: ApplicationRecord, { toUrl }: Addresses): JsonObject =>
  withoutUndefined({
    job: { id: application.jobId, title: application.jobTitle, actions: { details: action(toUrl, `/jobs/${application.jobId}`) } },
    status: application.fields['status'],
    subStatus: application.fields['subStatus'],
  });

/** One item of `GET /candidates`; secondary assignments have no status there (API reference §3.1). */
export const toListedCandidate = (record: CandidateRecord, addresses: Addresses): JsonObject => {
  const { toUrl } = addresses;
  const [primary, ...secondary] = inOrderOfImportance(record.applications);
  const path = `/candidates/${record.id}`;
  return {
    id: record.id,
    ...times(record),
    ...withoutUndefined({ primaryAssignment: primary === undefined ? undefined : toPrimarySummary(primary, addresses) }),
    secondaryAssignments: secondary.map(({ jobId }) => ({ job: { id: jobId, actions: { details: action(toUrl, `/jobs/${jobId}`) } } })),
    ...(record.consent === undefined ? {} : { consent: { status: record.consent.status } }),
    actions: { details: action(toUrl, path), properties: action(toUrl, `${path}/properties`) },
    ...withoutKeys(record.fields, DETAILS_ONLY),
  };
};

/** `GET /candidates/{id}/consent` (API reference §3.5). */
export const toConsentStatus = ({ consent }: CandidateRecord): JsonObject => withoutUndefined({ status: consent?.status ?? 'REQUIRED', date: consent?.date });

/** `GET /candidates/{id}/consents`: one decision, or one of each scope (API reference §3.5). */
export const toConsentDecisions = ({ consent }: CandidateRecord): JsonObject =>
  withoutUndefined({ decisions: [...(consent?.decisions ?? [])], recentPendingRequestCreatedOn: consent?.recentPendingRequestCreatedOn });

/** `GET /candidates/{id}/jobs/{jobId}` (API reference §3.3). */
export const toApplicationDetails = (record: CandidateRecord, application: ApplicationRecord, addresses: Addresses): JsonObject => ({
  applicationId: application.id,
  candidateId: record.id,
  jobId: application.jobId,
  actions: sourceActions(application, addresses),
  url: addresses.toUrl(`/candidates/${record.id}/jobs/${application.jobId}`),
  ...application.fields,
});

/** One item of `…/jobs/{jobId}/attachments` (API reference §4). */
export const toListedAttachment = (attachment: AttachmentRecord, { toUrl }: Addresses): JsonObject => ({
  id: attachment.id,
  actions: {
    download: action(toUrl, `/candidates/attachments/${attachment.id}`),
    remove: action(toUrl, `/candidates/attachments/${attachment.id}`, 'DELETE'),
  },
  ...attachment.fields,
});

/** The deprecated list of the whole candidate lacks the `remove` action (API reference §4). */
export const toListedAttachmentOfCandidate = (attachment: AttachmentRecord, { toUrl }: Addresses): JsonObject => ({
  id: attachment.id,
  actions: { download: action(toUrl, `/candidates/attachments/${attachment.id}`) },
  ...attachment.fields,
});

/** `…/properties`: literally `{}` when nothing is set (API reference §3.5). */
export const toPropertyList = (application: ApplicationRecord, { toUrl }: Addresses): JsonObject => {
  if (application.properties.length === 0) return {};
  const withAction = (property: Json): Json => {
    if (typeof property !== 'object' || property === null || Array.isArray(property)) return property;
    const id = typeof property['id'] === 'string' ? property['id'] : '';
    return { actions: { configuration: action(toUrl, `/configuration/candidate-properties/${id}`) }, ...property };
  };
  return { content: application.properties.map(withAction) };
};
