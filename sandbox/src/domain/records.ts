import { type Json, type JsonObject } from './json';
import { type SetDocument } from './population/resume';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Where an attachment's bytes come from; rendered only when somebody asks for them. */
export type DocumentSource =
  | { readonly kind: 'set'; readonly contentType: 'application/pdf' | typeof DOCX | 'text/plain'; readonly read: () => SetDocument }
  | { readonly kind: 'text'; readonly contentType: string; readonly text: string }
  | { readonly kind: 'bytes'; readonly base64: string };

/** `fields` are served verbatim, over whatever the sandbox assembles itself; so tests can write any oddity into them. */
export interface AttachmentRecord {
  readonly id: string;
  readonly jobId: string;
  readonly fields: JsonObject;
  readonly source: DocumentSource;
}

export interface ApplicationRecord {
  readonly id: string;
  readonly jobId: string;
  /** As it was when the person applied: a renamed job does not change its candidates. */
  readonly jobTitle: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly sourceId: string;
  readonly fields: JsonObject;
  readonly properties: readonly Json[];
  readonly history: readonly Json[];
}

export const consentStatuses = ['REQUIRED', 'PENDING', 'ACQUIRED'] as const;

/** What is kept of a person's consent (API reference §3.5), in both forms: the status, and the decisions of each scope. */
export interface ConsentRecord {
  readonly status: (typeof consentStatuses)[number];
  readonly date?: string | undefined;
  readonly decisions: readonly Json[];
  readonly recentPendingRequestCreatedOn?: string | undefined;
}

export interface CandidateRecord {
  readonly id: string;
  readonly createdAt: number;
  /** Moves with any change of the candidate, its applications or its attachments unless a switch says otherwise (API reference §13.1). */
  readonly updatedAt: number;
  readonly fields: JsonObject;
  readonly applications: readonly ApplicationRecord[];
  readonly attachments: readonly AttachmentRecord[];
  /** Absent at customers who ask nobody for consent, as everybody drawn is. */
  readonly consent?: ConsentRecord;
}

export interface JobRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Moves when the job is edited or a new candidate applies (API reference §5). */
  readonly lastActivityAt: number;
  readonly fields: JsonObject;
  readonly history: readonly Json[];
  readonly hiringTeam: readonly Json[];
}

export const toTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();
