import { isJsonObject, isSameJson, withoutKeys, withoutUndefined, type Json, type JsonObject } from './json';
import { toTimestamp, type ApplicationRecord, type AttachmentRecord, type CandidateRecord, type ConsentRecord } from './records';

/** Each function answers the candidate as it is afterwards; the record given stays as it was. */

export const createCandidate = (id: string, fields: JsonObject, at: number): CandidateRecord => ({
  id,
  createdAt: at,
  updatedAt: at,
  fields: { internal: false, ...fields },
  applications: [],
  attachments: [],
});

/** Each top-level key of the patch replaces what is served under it, whatever its type. */
export const patchCandidate = (record: CandidateRecord, fields: JsonObject, at: number): CandidateRecord => {
  const isUnchanged = Object.entries(fields).every(([key, value]) => isSameJson(record.fields[key], value));
  return isUnchanged ? record : { ...record, updatedAt: at, fields: { ...record.fields, ...fields } };
};

/** No event tells of it (API reference §7.3). */
export const putConsent = (record: CandidateRecord, consent: ConsentRecord, at: number): CandidateRecord => ({ ...record, updatedAt: at, consent });

export interface JobReference {
  readonly id: string;
  readonly title: string;
}

export interface NewApplication {
  readonly id: string;
  readonly job: JobReference;
  readonly fields: JsonObject;
  readonly source: { readonly id: string; readonly label: string };
}

const withList = (fields: JsonObject, key: string): readonly Json[] => {
  const value = fields[key];
  return Array.isArray(value) ? value : [];
};

const toHistoryEntry = (fields: JsonObject, at: number): Json =>
  withoutUndefined({ changedOn: toTimestamp(at), status: fields['status'], subStatus: fields['subStatus'] });

/** `properties` has an address of its own in the ATS (API reference §3.5), so it is kept apart from the application. */
const OWN_ADDRESS = ['properties'];

export const addApplication = (record: CandidateRecord, application: NewApplication, at: number): CandidateRecord => {
  const { job, source } = application;
  const fields = { status: 'NEW', source: source.label, ...withoutKeys(application.fields, OWN_ADDRESS) };
  const added: ApplicationRecord = {
    id: application.id,
    jobId: job.id,
    jobTitle: job.title,
    createdAt: at,
    updatedAt: at,
    sourceId: source.id,
    fields,
    properties: withList(application.fields, 'properties'),
    history: [toHistoryEntry(fields, at)],
  };
  return { ...record, updatedAt: at, applications: [...record.applications, added] };
};

/** What belongs to one status and makes no sense in the next. */
const STATUS_DETAILS = ['subStatus', 'reasonOfRejection', 'reasonOfWithdrawal', 'startsOn'];

const patchFields = (before: JsonObject, patch: JsonObject): JsonObject => {
  const isMoved = 'status' in patch && !isSameJson(before['status'], patch['status']);
  return { ...(isMoved ? withoutKeys(before, STATUS_DETAILS) : before), ...withoutKeys(patch, OWN_ADDRESS) };
};

export const patchApplication = (
  record: CandidateRecord,
  application: ApplicationRecord,
  patch: JsonObject,
  sourceId: string,
  at: number,
): CandidateRecord => {
  const fields = patchFields(application.fields, patch);
  const properties = 'properties' in patch ? withList(patch, 'properties') : application.properties;
  const isUnchanged = isSameJson(fields, application.fields) && isSameJson([...properties], [...application.properties]);
  if (isUnchanged) return record;
  const hasMoved = ['status', 'subStatus'].some((key) => !isSameJson(fields[key], application.fields[key]));
  const history = hasMoved ? [...application.history, toHistoryEntry(fields, at)] : application.history;
  const patched: ApplicationRecord = { ...application, updatedAt: at, sourceId, fields, properties, history };
  return {
    ...record,
    updatedAt: at,
    applications: record.applications.map((other) => (other === application ? patched : other)),
  };
};

/** Attachments are filed under an application and go with it. */
export const removeApplication = (record: CandidateRecord, application: ApplicationRecord, at: number): CandidateRecord => ({
  ...record,
  updatedAt: at,
  applications: record.applications.filter((other) => other !== application),
  attachments: record.attachments.filter((attachment) => attachment.jobId !== application.jobId),
});

export const addAttachment = (record: CandidateRecord, attachment: AttachmentRecord, at: number): CandidateRecord => ({
  ...record,
  updatedAt: at,
  attachments: [...record.attachments, attachment],
});

export const removeAttachment = (record: CandidateRecord, id: string, at: number): CandidateRecord => ({
  ...record,
  updatedAt: at,
  attachments: record.attachments.filter((attachment) => attachment.id !== id),
});

/** A drawn person's applications begin now: whatever became of them in the drawing has not happened yet. */
export const asNewcomer = (drawn: CandidateRecord, at: number): CandidateRecord => ({
  ...drawn,
  createdAt: at,
  updatedAt: at,
  applications: drawn.applications.map((application) => {
    const fields = { ...withoutKeys(application.fields, STATUS_DETAILS), status: 'NEW' };
    return { ...application, createdAt: at, updatedAt: at, fields, history: [toHistoryEntry(fields, at)] };
  }),
});

export const labelOf = (value: Json | undefined): string | undefined => {
  const label = isJsonObject(value) ? value['label'] : value;
  return typeof label === 'string' ? label : undefined;
};
