import {
  Outcome,
  type Application,
  type Attachment,
  type ConsentState,
  type Decision,
  type Education,
  type FactSet,
  type Link,
  type PersonName,
  type Place,
  type Position,
  type ReadPosition,
} from '@secondlook/contracts';

import { compareReads } from './read-position';

/**
 * A candidate as it is kept: one document holds the verbatim records, what was assembled from them, the folded decision and
 * facts. So every change is one write, and none can be lost between two.
 */
export interface CandidateDocument {
  readonly _id: string;
  /** Rises by one per change that others can see. */
  readonly version: number;
  /** Rises by one per write; a write is conditional on it. */
  readonly revision: number;
  readonly deleted: false;
  readonly connectionId: string;
  readonly source: string;
  readonly externalId: string;
  readonly detail?: RecordPart;
  readonly applications: readonly KeyedPart[];
  readonly attachments: readonly AttachmentPart[];
  /** The newest complete lists: what is not on them is gone, unless it was read later. */
  readonly applicationList?: PartList;
  readonly attachmentList?: PartList;
  /** What lists last said of the consent, and what was decided of each scope of it: sources keep either form. */
  readonly consentStatus?: RecordPart;
  readonly consentDecisions?: RecordPart;
  /** Every scope of it that any record said was given, however old: only what was given can end. */
  readonly consentGiven?: readonly string[];
  /** Where the source last refused the candidate to the credential. */
  readonly refusal?: { readonly read: ReadPosition };
  /** Results of reading text, by content hash. */
  readonly texts: readonly TextPart[];
  /** Absent until the detail has arrived: the candidate is incomplete. */
  readonly assembled?: AssembledCandidate;
  readonly decision?: Decision;
  readonly facts?: FactSet;
  /** Kept, and shown to nobody: why. Follows from the parts. */
  readonly hidden?: 'out_of_view' | 'consent_ended';
  /** When a record last changed this document. */
  readonly mirroredTime: Date;
  /** The next moment at which what is current changes by the clock alone. */
  readonly nextChangeAt?: Date;
}

/** What a deletion leaves: terminal for every part and fold. Nothing in it says who it was; it may only learn of a merge. */
export interface CandidateTombstone {
  readonly _id: string;
  readonly version: number;
  readonly revision: number;
  readonly deleted: true;
  /** Blobs still to be removed; empty once they are. */
  readonly purge: readonly string[];
  /** When it was buried, and what proved the deletion; absent in what earlier releases buried. */
  readonly deletedTime?: Date;
  readonly proof?: string;
  /** When everything else that is kept of it here was found gone. */
  readonly purgedTime?: Date;
  /** It was merged: the id of the candidate that goes on. */
  readonly mergedInto?: string;
}

/** A record as the source sent it. */
export interface RecordPart {
  readonly read: ReadPosition;
  readonly json: string;
  /** Of what the JSON means; equal hashes raise only `read`. */
  readonly hash: string;
}

/** A record that is one of several; without `json` it is the tombstone of a part. */
export interface KeyedPart {
  readonly id: string;
  readonly read: ReadPosition;
  readonly json?: string;
  readonly hash?: string;
}

export interface AttachmentPart extends KeyedPart {
  /** Content hash; absent when the source refuses the bytes, and then the reason says why. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
  readonly unavailableReason?: string;
}

export interface PartList {
  readonly read: ReadPosition;
  readonly ids: readonly string[];
}

/** What reading the text of some bytes gave: a text blob, or why there is none. */
export interface TextPart {
  readonly sha256: string;
  readonly error?: string;
}

export interface AssembledCandidate {
  readonly name: PersonName;
  readonly email: string;
  readonly phone: string;
  readonly location?: Place;
  readonly links: readonly Link[];
  readonly positions: readonly Position[];
  readonly education: readonly Education[];
  readonly tags: readonly string[];
  readonly internal: boolean;
  readonly atsCreatedTime?: Date;
  readonly atsUpdatedTime?: Date;
  readonly applications: readonly Application[];
  readonly attachments: readonly Attachment[];
  readonly consentState: ConsentState;
}

/** Refused since the details were last read. */
export function isOutOfView({ refusal, detail }: CandidateDocument): boolean {
  return refusal !== undefined && detail !== undefined && compareReads(refusal.read, detail.read) > 0;
}

/** The facts to show: only those of the profile the candidate was decided to be. */
export function factsToShow({ decision, facts }: CandidateDocument): FactSet | undefined {
  return decision?.outcome === Outcome.MATCH && facts?.profileId === decision.profileId ? facts : undefined;
}

/** Every candidate's document stays below this: a MongoDB document holds at most 16 MB, and events make room for the rest. */
export const MAX_DOCUMENT_BYTES = 8 << 20;

/** What its records take. */
export function sizeOf(document: CandidateDocument): number {
  const { detail, applications, attachments, consentStatus, consentDecisions } = document;
  return [detail, ...applications, ...attachments, consentStatus, consentDecisions].reduce((bytes, part) => bytes + Buffer.byteLength(part?.json ?? ''), 0);
}

/** An id in the erasure ledger: who must never come back, also when the candidates are restored from a backup. Never personal data. */
export interface Erasure {
  readonly candidateId: string;
  /** The tombstone's: others may have seen it. */
  readonly version: number;
  /** Empty, and without a time, for those that releases without a ledger buried. */
  readonly proof: string;
  readonly time?: Date;
}

export function blobIdOf(candidateId: string, sha256: string): string {
  return `${candidateId}/${sha256}`;
}

export function textBlobIdOf(candidateId: string, sha256: string): string {
  return `${blobIdOf(candidateId, sha256)}.text`;
}

/** Every blob a document refers to. */
export function blobsOf(document: CandidateDocument): string[] {
  const contents = document.attachments.flatMap(({ sha256 }) => (sha256 === undefined ? [] : [sha256]));
  return [...new Set(contents)].flatMap((sha256) => [blobIdOf(document._id, sha256), textBlobIdOf(document._id, sha256)]);
}
