import { textOfDocument } from './document-text';
import { type EventName } from './event-names';
import { uuidOf } from './identifiers';
import { isSameJson, withoutKeys, withoutUndefined, type Json, type JsonObject } from './json';
import { type ApplicationRecord, type AttachmentRecord, type CandidateRecord, type ConsentRecord, type JobRecord } from './records';
import { toApplicationDetails, toListedAttachment, toCandidateDetails, type Addresses } from './served-candidate';
import { toJobDetails } from './served-job';

/** A line of the event log about an entity; `before` lets an oracle look for what a deletion must leave nowhere. */
export interface EntityChange {
  /** `merged` is the end of a candidate whose applications went on under another. */
  readonly op: 'created' | 'updated' | 'deleted' | 'merged';
  readonly entity: 'candidate' | 'application' | 'attachment' | 'consent' | 'job';
  readonly id: string;
  readonly candidateId?: string;
  readonly jobId?: string;
  /** The master of a merge. */
  readonly into?: string;
  /** Whose it was before a merge. */
  readonly from?: string;
  readonly before?: Json;
  /** Of a consent, what it is from then on. */
  readonly status?: ConsentRecord['status'];
}

/** What the ATS tells its subscribers: ids, never values (API reference §7.3). */
export interface Notification {
  readonly name: EventName;
  readonly body: JsonObject;
  /** Path of the entity; candidate.deleted has none. */
  readonly link?: string;
}

export interface Difference {
  readonly changes: readonly EntityChange[];
  readonly notifications: readonly Notification[];
}

const nothing: Difference = { changes: [], notifications: [] };

const combine = (differences: readonly Difference[]): Difference => ({
  changes: differences.flatMap(({ changes }) => changes),
  notifications: differences.flatMap(({ notifications }) => notifications),
});

export const hasChanged = (before: JsonObject, after: JsonObject, keys: readonly string[]): boolean =>
  keys.some((key) => !isSameJson(before[key], after[key]));

// API reference §7.3: "candidate.updated fires on", "job.updated on".
const CANDIDATE_KEYS = ['firstName', 'lastName', 'email', 'phoneNumber', 'location', 'web', 'education', 'experience', 'internal', 'tags'];
const JOB_KEYS = ['title', 'refNumber', 'department', 'location', 'targetHiringDate', 'industry', 'function', 'typeOfEmployment', 'experienceLevel', 'eeoCategory', 'template', 'properties'];
/** What PUT …/status sets (API reference §3.4). */
const STATUS_KEYS = ['status', 'subStatus', 'startsOn', 'reasonOfRejection', 'reasonOfWithdrawal'];

const applicationBody = (candidateId: string, { id, jobId }: ApplicationRecord): JsonObject => ({
  job_id: jobId,
  candidate_id: candidateId,
  application_id: id,
});

const changeOfApplication = (candidateId: string, before: ApplicationRecord, after: ApplicationRecord): Difference => {
  const hasMoved = hasChanged(before.fields, after.fields, STATUS_KEYS);
  const hasNewSource = before.sourceId !== after.sourceId || hasChanged(before.fields, after.fields, ['source']);
  const rest = (fields: JsonObject): JsonObject => withoutKeys(fields, [...STATUS_KEYS, 'source']);
  const hasNewFields = !isSameJson(rest(before.fields), rest(after.fields)) || !isSameJson([...before.properties], [...after.properties]);
  const names: EventName[] = [
    ...(hasMoved ? (['application.status.updated'] as const) : []),
    ...(hasNewSource ? (['application.source.updated'] as const) : []),
    ...(hasNewFields ? (['application.fields.updated'] as const) : []),
  ];
  const link = `/candidates/${candidateId}/jobs/${after.jobId}`;
  return {
    changes: [{ op: 'updated', entity: 'application', id: after.id, candidateId, jobId: after.jobId }],
    notifications: names.map((name) => ({ name, body: applicationBody(candidateId, after), link })),
  };
};

/** No event tells of a removed application (API reference §7.3). */
export const differenceOfApplication = (
  record: CandidateRecord,
  before: ApplicationRecord | undefined,
  after: ApplicationRecord | undefined,
  addresses: Addresses,
): Difference => {
  const candidateId = record.id;
  if (before !== undefined && after !== undefined) return before === after ? nothing : changeOfApplication(candidateId, before, after);
  if (after !== undefined) {
    const link = `/candidates/${candidateId}/jobs/${after.jobId}`;
    return {
      changes: [{ op: 'created', entity: 'application', id: after.id, candidateId, jobId: after.jobId }],
      notifications: [{ name: 'application.created', body: applicationBody(candidateId, after), link }],
    };
  }
  if (before === undefined) return nothing;
  const body = toApplicationDetails(record, before, addresses);
  return { changes: [{ op: 'deleted', entity: 'application', id: before.id, candidateId, jobId: before.jobId, before: body }], notifications: [] };
};

/** No event tells of a removed attachment (API reference §7.3). */
export const differenceOfAttachment = (
  record: CandidateRecord,
  before: AttachmentRecord | undefined,
  after: AttachmentRecord | undefined,
  addresses: Addresses,
): Difference => {
  const candidateId = record.id;
  if (after !== undefined && before === undefined) {
    const application = record.applications.find(({ jobId }) => jobId === after.jobId);
    const body = application === undefined ? { job_id: after.jobId, candidate_id: candidateId } : applicationBody(candidateId, application);
    return {
      changes: [{ op: 'created', entity: 'attachment', id: after.id, candidateId, jobId: after.jobId }],
      notifications: [{ name: 'application.attachment.created', body: { ...body, attachment_id: after.id }, link: `/candidates/attachments/${after.id}` }],
    };
  }
  if (before === undefined || after !== undefined) return nothing;
  const item = toListedAttachment(before, addresses);
  const body = withoutUndefined({ ...item, text: textOfDocument(before.source) });
  return { changes: [{ op: 'deleted', entity: 'attachment', id: before.id, candidateId, jobId: before.jobId, before: body }], notifications: [] };
};

export const differenceOfPerson = (before: CandidateRecord | undefined, after: CandidateRecord | undefined, addresses: Addresses): Difference => {
  if (after === undefined) {
    if (before === undefined) return nothing;
    const { id } = before;
    return {
      changes: [{ op: 'deleted', entity: 'candidate', id, before: toCandidateDetails(before, addresses) }],
      notifications: [{ name: 'candidate.deleted', body: { id } }],
    };
  }
  const { id } = after;
  const link = `/candidates/${id}`;
  if (before === undefined) {
    return { changes: [{ op: 'created', entity: 'candidate', id }], notifications: [{ name: 'candidate.created', body: { id }, link }] };
  }
  if (isSameJson(before.fields, after.fields)) return nothing;
  const isTold = hasChanged(before.fields, after.fields, CANDIDATE_KEYS);
  return {
    changes: [{ op: 'updated', entity: 'candidate', id }],
    notifications: isTold ? [{ name: 'candidate.updated', body: { id }, link }] : [],
  };
};

const differenceOfConsent = (before: CandidateRecord | undefined, after: CandidateRecord | undefined): Difference =>
  after?.consent === undefined || after.consent === before?.consent
    ? nothing
    : { changes: [{ op: 'updated', entity: 'consent', id: after.id, candidateId: after.id, status: after.consent.status }], notifications: [] };

const pairById = <T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): (readonly [T | undefined, T | undefined])[] => {
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].map((id) => [before.find((one) => one.id === id), after.find((one) => one.id === id)]);
};

/** What happened between two states of one candidate; undefined before creation and after deletion. */
export const differenceOfCandidate = (before: CandidateRecord | undefined, after: CandidateRecord | undefined, addresses: Addresses): Difference => {
  const record = after ?? before;
  if (record === undefined || before === after) return nothing;
  const applications = pairById(before?.applications ?? [], after?.applications ?? []);
  const attachments = pairById(before?.attachments ?? [], after?.attachments ?? []);
  return combine([
    differenceOfPerson(before, after, addresses),
    differenceOfConsent(before, after),
    ...applications.map(([old, current]) => differenceOfApplication(record, old, current, addresses)),
    ...attachments.map(([old, current]) => differenceOfAttachment(record, old, current, addresses)),
  ]);
};

/** The sandbox keeps one ad per job. */
const adIdOf = (jobId: string): string => uuidOf('job ad', jobId);

const changeOfJob = (before: JobRecord, after: JobRecord): readonly Notification[] => {
  const { id } = after;
  const adId = adIdOf(id);
  const names: EventName[] = [
    ...(hasChanged(before.fields, after.fields, JOB_KEYS) ? (['job.updated'] as const) : []),
    ...(hasChanged(before.fields, after.fields, ['status']) ? (['job.status.updated'] as const) : []),
    ...(isSameJson([...before.hiringTeam], [...after.hiringTeam]) ? [] : (['job.hiring-team.updated'] as const)),
  ];
  const ad: Notification = { name: 'job.ad.updated', body: { job_id: id, job_ad_id: adId }, link: `/jobs/${id}/jobads/${adId}` };
  return [
    ...names.map((name) => ({ name, body: { id }, link: `/jobs/${id}` })),
    ...(hasChanged(before.fields, after.fields, ['jobAd']) ? [ad] : []),
  ];
};

/** No event tells of a deleted job, and none of a new application on it (API reference §7.3). */
export const differenceOfJob = (before: JobRecord | undefined, after: JobRecord | undefined, addresses: Addresses): Difference => {
  if (before === undefined) {
    if (after === undefined) return nothing;
    const { id } = after;
    return { changes: [{ op: 'created', entity: 'job', id }], notifications: [{ name: 'job.created', body: { id }, link: `/jobs/${id}` }] };
  }
  const { id } = before;
  if (after === undefined) {
    return { changes: [{ op: 'deleted', entity: 'job', id, before: toJobDetails(before, addresses.toUrl) }], notifications: [] };
  }
  if (before === after) return nothing;
  return { changes: [{ op: 'updated', entity: 'job', id }], notifications: changeOfJob(before, after) };
};
