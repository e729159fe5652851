import { type Record as SourceRecord } from '@secondlook/contracts';

import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { isObject, parseObject, textAt, timeIn, type JsonObject } from '../json';
import { type AtsAnswer, type Reading } from '../source';
import { readConsent } from './read-consent';

/** Larger answers cannot be sent on whole: they are quarantined. */
const MAX_RECORD_BYTES = 10 << 20;
/** The ATS takes files of up to 10 MiB (Apply API); others may be larger. */
const MAX_FILE_BYTES = 64 << 20;

/**
 * A candidate: details, then each application and its attachments, and the consent, then bytes that the mirror does not hold yet. The complete lists
 * carry the details' read position, which is the lowest of all: what was read later stands.
 */
export async function readCandidate(candidateId: string, reading: Reading): Promise<readonly SourceRecord[] | 'not_wanted' | undefined> {
  const { call, toRecord } = reading;
  const detail = await call({ path: `/candidates/${encodeURIComponent(candidateId)}`, maxBytes: MAX_RECORD_BYTES });
  if (detail.status === 404) {
    return undefined;
  }
  requireStatus(detail, `GET /candidates/{id}`);
  const detailRecord = toRecord(
    detail.read,
    { $case: 'candidateDetail', value: { candidateExternalId: candidateId, json: detail.body } },
    detail.truncated ? `an answer of more than ${MAX_RECORD_BYTES} bytes` : undefined,
  );
  const body = objectIn(detail);
  const jobIds = body && jobIdsOf(body);
  if (!(await reading.isWanted(candidateId, { updatedTime: body && timeIn(textAt(body, 'updatedOn')), jobExternalIds: jobIds }))) {
    return 'not_wanted';
  }
  const [consent = [], ...applications] = await Promise.all([readConsent(candidateId, reading), ...(jobIds ?? []).map((jobId) => readApplication(candidateId, jobId, reading))]);
  if (jobIds === undefined) {
    // What cannot be understood must not remove anything: the record alone is kept.
    return [detailRecord, ...consent];
  }
  const held = applications.filter((application) => application !== undefined);
  const attachments = await readAttachments(candidateId, held.flatMap(({ listing }) => listing?.attachments ?? []), reading);
  return [
    detailRecord,
    ...consent,
    ...held.flatMap(({ record }) => (record === undefined ? [] : [record])),
    toRecord(detail.read, { $case: 'applicationList', value: { candidateExternalId: candidateId, jobExternalIds: held.map(({ jobId }) => jobId) } }),
    ...attachments,
    ...(held.every(({ listing }) => listing?.isComplete === true)
      ? [toRecord(detail.read, { $case: 'attachmentList', value: { candidateExternalId: candidateId, attachmentExternalIds: attachments.map(attachmentIdOf) } })]
      : []),
  ];
}

function objectIn(detail: AtsAnswer): JsonObject | undefined {
  try {
    return parseObject(detail, 'GET /candidates/{id}');
  } catch {
    return undefined;
  }
}

/** The jobs of the primary and secondary assignments; undefined when they are there but not of the expected shape. */
function jobIdsOf(body: JsonObject): string[] | undefined {
  const primary = body['primaryAssignment'] ?? undefined;
  const secondary = body['secondaryAssignments'] ?? [];
  const assignments = Array.isArray(secondary) ? [...(primary === undefined ? [] : [primary]), ...secondary.map((item: unknown) => item)] : [undefined];
  const ids = assignments.map((assignment) => (isObject(assignment) && isObject(assignment['job']) ? textAt(assignment['job'], 'id') : undefined));
  return ids.includes(undefined) ? undefined : [...new Set(ids.filter((id) => id !== undefined))];
}

interface ReadApplication {
  readonly jobId: string;
  readonly record: SourceRecord | undefined;
  /** Undefined when the credential may not list them. */
  readonly listing: AttachmentListing | undefined;
}

/** Undefined when the ATS says that there is no such application any more: no event tells. */
async function readApplication(candidateId: string, jobId: string, { call, toRecord }: Reading): Promise<ReadApplication | undefined> {
  const path = `/candidates/${encodeURIComponent(candidateId)}/jobs/${encodeURIComponent(jobId)}`;
  const [application, attachments] = await Promise.all([
    unlessRefused(call({ path, maxBytes: MAX_RECORD_BYTES })),
    unlessRefused(call({ path: `${path}/attachments`, maxBytes: MAX_RECORD_BYTES })),
  ]);
  if (application?.status === 404) {
    return undefined;
  }
  if (application !== undefined) {
    requireStatus(application, 'GET /candidates/{id}/jobs/{jobId}');
  }
  return {
    jobId,
    record: application && toRecord(application.read, { $case: 'application', value: { candidateExternalId: candidateId, jobExternalId: jobId, json: application.body } }),
    listing: attachments && listingIn(attachments),
  };
}

interface AttachmentListing {
  readonly attachments: readonly ListedAttachment[];
  /** All of it was understood: only then is what it does not name gone. */
  readonly isComplete: boolean;
}

interface ListedAttachment {
  readonly id: string;
  readonly json: Buffer;
  readonly answer: AtsAnswer;
}

function listingIn(answer: AtsAnswer): AttachmentListing {
  if (answer.status === 404) {
    return { attachments: [], isComplete: true };
  }
  requireStatus(answer, 'GET /candidates/{id}/jobs/{jobId}/attachments');
  const content = parseObject(answer, 'GET /candidates/{id}/jobs/{jobId}/attachments')['content'];
  const items: readonly unknown[] = Array.isArray(content) ? content : [];
  const attachments = items.filter(isObject).flatMap((item) => {
    const id = textAt(item, 'id');
    return id === undefined ? [] : [{ id, json: Buffer.from(JSON.stringify(item)), answer }];
  });
  return { attachments, isComplete: Array.isArray(content) && attachments.length === items.length };
}

/** The lists of one candidate's applications may repeat a file; files never change under their id. */
async function readAttachments(candidateId: string, listed: readonly ListedAttachment[], reading: Reading): Promise<SourceRecord[]> {
  const unique = [...new Map(listed.map((attachment) => [attachment.id, attachment])).values()];
  const missing = unique.length === 0 ? new Set<string>() : await reading.findMissingBytes(candidateId, unique.map(({ id }) => id));
  return Promise.all(
    unique.map(async ({ id, json, answer }) => {
      const content = missing.has(id) ? await readBytes(candidateId, id, reading) : AS_HELD;
      return reading.toRecord(answer.read, { $case: 'attachment', value: { candidateExternalId: candidateId, attachmentExternalId: id, json, ...content } });
    }),
  );
}

const AS_HELD = { blobSha256: '', blobSizeBytes: 0, unavailableReason: '' };

/** The address is rebuilt from the id: links in answers are never followed. */
async function readBytes(candidateId: string, attachmentId: string, { call, putBytes }: Reading) {
  try {
    const answer = await call({ path: `/candidates/attachments/${encodeURIComponent(attachmentId)}`, maxBytes: MAX_FILE_BYTES, anyBytes: true });
    if (answer.status !== 200 || answer.truncated) {
      return { ...AS_HELD, unavailableReason: answer.truncated ? 'too_large' : `status_${answer.status}` };
    }
    const { sha256, sizeBytes } = await putBytes(candidateId, answer.body);
    return { blobSha256: sha256, blobSizeBytes: sizeBytes, unavailableReason: '' };
  } catch (error) {
    if (error instanceof AtsRefusedError) {
      return { ...AS_HELD, unavailableReason: error.code === 'MALWARE_DETECTED' ? 'malware_detected' : 'not_permitted' };
    }
    throw error;
  }
}

function attachmentIdOf({ record }: SourceRecord): string {
  return record?.$case === 'attachment' ? record.value.attachmentExternalId : '';
}

/** A credential may be kept from one part of a candidate: the rest is read all the same. */
export async function unlessRefused(answer: Promise<AtsAnswer>): Promise<AtsAnswer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AtsRefusedError && error.status === 403) {
      return undefined;
    }
    throw error;
  }
}

export function requireStatus(answer: AtsAnswer, path: string): void {
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to ${path}.`);
  }
}
