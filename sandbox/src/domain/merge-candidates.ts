import { differenceOfApplication, differenceOfAttachment, differenceOfPerson, type Difference, type EntityChange } from './difference';
import { isJsonObject, type Json, type JsonObject } from './json';
import { type CandidateRecord } from './records';
import { toCandidateDetails, type Addresses } from './served-candidate';

const isBlank = (value: Json | undefined): boolean => {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
};

/** Addresses of a person are filled one by one; anything else is taken whole or not at all. */
const FILLED_INSIDE = 'web';

const fill = (fields: JsonObject, others: JsonObject): JsonObject => {
  const filled = Object.entries(others).map(([key, other]): readonly [string, Json] => {
    const own = fields[key];
    if (key === FILLED_INSIDE && isJsonObject(own) && isJsonObject(other)) return [key, fill(own, other)];
    return [key, own === undefined || isBlank(own) ? other : own];
  });
  return { ...fields, ...Object.fromEntries(filled) };
};

/**
 * The master after the merge (API reference §8): applications move under it with their files, of two for one job its own
 * survives, blanks are filled.
 */
export const mergeCandidates = (master: CandidateRecord, loser: CandidateRecord, at: number): CandidateRecord => {
  const taken = new Set(master.applications.map(({ jobId }) => jobId));
  const moved = loser.applications.filter(({ jobId }) => !taken.has(jobId));
  const attachments = loser.attachments.filter(({ jobId }) => !taken.has(jobId));
  return {
    ...master,
    updatedAt: at,
    fields: fill(master.fields, loser.fields),
    applications: [...master.applications, ...moved],
    attachments: [...master.attachments, ...attachments],
  };
};

export interface Merge {
  readonly before: CandidateRecord;
  readonly after: CandidateRecord;
  readonly loser: CandidateRecord;
}

/** What moved is logged as updated under the master, what did not survive as deleted under the loser. */
export const differenceOfMerge = ({ before, after, loser }: Merge, addresses: Addresses, emitsDeletion: boolean): Difference => {
  const [candidateId, from] = [after.id, loser.id];
  const surviving = new Set([...after.applications, ...after.attachments].map(({ id }) => id));
  const move = (entity: 'application' | 'attachment') => (part: { readonly id: string; readonly jobId: string }): EntityChange => ({
    op: 'updated', entity, id: part.id, candidateId, jobId: part.jobId, from,
  });
  const dropped = [
    ...loser.applications.filter(({ id }) => !surviving.has(id)).map((one) => differenceOfApplication(loser, one, undefined, addresses)),
    ...loser.attachments.filter(({ id }) => !surviving.has(id)).map((one) => differenceOfAttachment(loser, one, undefined, addresses)),
  ];
  const master = differenceOfPerson(before, after, addresses);
  return {
    changes: [
      { op: 'merged', entity: 'candidate', id: from, into: candidateId, before: toCandidateDetails(loser, addresses) },
      ...dropped.flatMap(({ changes }) => changes),
      ...loser.applications.filter(({ id }) => surviving.has(id)).map(move('application')),
      ...loser.attachments.filter(({ id }) => surviving.has(id)).map(move('attachment')),
      { op: 'updated', entity: 'candidate', id: candidateId },
    ],
    notifications: [...master.notifications, ...(emitsDeletion ? [{ name: 'candidate.deleted' as const, body: { id: from } }] : [])],
  };
};
