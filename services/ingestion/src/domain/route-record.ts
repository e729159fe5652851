import { type ReadPosition, type Record as SourceRecord } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

import { type Finding } from './fold';
import { type JobFinding } from './job-document';

/**
 * What records are judged by. Raise it when more records can be understood than before: what was set aside by a lower one is tried
 * again, once, at the start of a service that has it.
 */
export const INTERPRETATION_VERSION = 1;

/** Where a record belongs, and what it says. */
export type RoutedRecord =
  | { readonly entity: 'candidate'; readonly externalId: string; readonly finding: Finding }
  | { readonly entity: 'job'; readonly externalId: string; readonly finding: JobFinding }
  | { readonly entity: 'reference'; readonly externalId: string; readonly json: Uint8Array; readonly read: ReadPosition }
  /** To be set aside. */
  | { readonly entity: 'none'; readonly externalId: string; readonly reason: string };

/** Throws InvalidInputError for a record that names nothing: only a defect of the sender makes one. */
export function routeRecord({ record, read, connectionId, source, unsendableReason }: SourceRecord, index: number): RoutedRecord {
  const field = `records[${index}]`;
  if (record === undefined || connectionId === '') {
    throw new InvalidInputError([{ field, description: 'must have a record and a connection_id' }]);
  }
  const externalId = externalIdOf(record);
  if (externalId === '') {
    throw new InvalidInputError([{ field, description: `${record.$case} must have an external id` }]);
  }
  if (unsendableReason !== '') {
    return { entity: 'none', externalId, reason: unsendableReason };
  }
  if (record.$case === 'candidateDeletion') {
    const { proof, mergedIntoExternalId } = record.value;
    return { entity: 'candidate', externalId, finding: { kind: 'deletion', proof, ...(mergedIntoExternalId === '' ? {} : { mergedIntoExternalId }) } };
  }
  if (record.$case === 'jobDeletion') {
    return { entity: 'job', externalId, finding: { kind: 'deletion' } };
  }
  if (read === undefined) {
    throw new InvalidInputError([{ field: `${field}.read`, description: 'must be set' }]);
  }
  switch (record.$case) {
    case 'job':
      return { entity: 'job', externalId, finding: { kind: 'record', json: record.value.json, read, source } };
    case 'referenceList':
      return { entity: 'reference', externalId, json: record.value.json, read };
    default:
      return { entity: 'candidate', externalId, finding: { kind: 'record', record: record, read } };
  }
}

type AnyRecord = NonNullable<SourceRecord['record']>;

function externalIdOf(record: AnyRecord): string {
  switch (record.$case) {
    case 'job':
    case 'jobDeletion':
      return record.value.jobExternalId;
    case 'referenceList':
      return record.value.name;
    default:
      return record.value.candidateExternalId;
  }
}

/** Its sender could send all of it: so it can be understood some day. */
export function isWhole({ unsendableReason }: SourceRecord): boolean {
  return unsendableReason === '';
}

/** What the source sent, without what its sender says of it. */
export function bytesOf(record: SourceRecord['record']): Uint8Array {
  return record !== undefined && 'json' in record.value ? record.value.json : new Uint8Array();
}

/** Names the record within its entity, for the quarantine: as in "attachment 7f3…". */
export function partIdOf(record: SourceRecord['record']): string {
  switch (record?.$case) {
    case 'application':
      return record.value.jobExternalId;
    case 'attachment':
      return record.value.attachmentExternalId;
    default:
      return '';
  }
}
