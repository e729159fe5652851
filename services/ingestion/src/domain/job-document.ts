import { type Job, type Place, type ReadPosition } from '@secondlook/contracts';

import { type RecordPart } from './candidate-document';
import { type FoldOutcome } from './fold';
import { hashJson, parseJsonObject } from './json';
import { compareReads } from './read-position';
import { readingOf } from './sources';

/** What a source says of a job. */
export interface JobFields extends Pick<Job, 'title' | 'reference' | 'status' | 'department'> {
  readonly location?: Place;
  readonly atsUpdatedTime?: Date;
  /** When anything last moved in it, as when somebody applied: what its list shows is as of then. */
  readonly atsActivityTime?: Date;
}

/** A job as it is kept. Deleted, it keeps title and reference for past applications, and nothing else. */
export interface JobDocument {
  readonly _id: string;
  readonly version: number;
  readonly revision: number;
  readonly deleted: boolean;
  readonly connectionId: string;
  readonly externalId: string;
  readonly record?: RecordPart;
  readonly fields: JobFields;
}

export type JobFinding = { readonly kind: 'record'; readonly json: Uint8Array; readonly read: ReadPosition; readonly source: string } | { readonly kind: 'deletion' };

export interface FoldedJob {
  readonly next: JobDocument | undefined;
  readonly changed: boolean;
  readonly outcome: FoldOutcome;
}

const noFields: JobFields = { title: '', reference: '', status: '', department: '' };

/** As a candidate's part: newer reads replace, equal ones raise the position, a deletion is final. */
export function foldJob(
  stored: JobDocument | undefined,
  finding: JobFinding,
  ids: { readonly jobId: string; readonly connectionId: string; readonly externalId: string },
): FoldedJob {
  const state: JobDocument = stored ?? { _id: ids.jobId, version: 0, revision: 0, deleted: false, connectionId: ids.connectionId, externalId: ids.externalId, fields: noFields };
  if (state.deleted) {
    return { next: undefined, changed: false, outcome: 'superseded' };
  }
  if (finding.kind === 'deletion') {
    const { title, reference } = state.fields;
    return raised({ ...state, record: undefined, connectionId: '', externalId: '', deleted: true, fields: { ...noFields, title, reference } }, true);
  }
  const parsed = parseJsonObject(finding.json);
  const reading = readingOf(finding.source);
  if (typeof parsed === 'string' || reading === undefined) {
    return { next: undefined, changed: false, outcome: { quarantined: typeof parsed === 'string' ? parsed : 'an unknown source' } };
  }
  const order = state.record === undefined ? 1 : compareReads(finding.read, state.record.read);
  if (order <= 0) {
    return { next: undefined, changed: false, outcome: order === 0 ? 'unchanged' : 'superseded' };
  }
  const hash = hashJson(parsed);
  const changed = state.record?.hash !== hash;
  const record = { read: finding.read, json: Buffer.from(finding.json).toString('utf8'), hash };
  return raised({ ...state, record, fields: reading.toJob(parsed) }, changed);
}

function raised({ record, ...state }: Omit<JobDocument, 'record'> & { record: RecordPart | undefined }, changed: boolean): FoldedJob {
  const next = { ...state, ...(record === undefined ? {} : { record }), version: state.version + (changed ? 1 : 0), revision: state.revision + 1 };
  return { next, changed, outcome: changed ? 'kept' : 'seen' };
}
