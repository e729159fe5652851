import { type Capability, type PermissionCheck, type ReadPosition, type Record as SourceRecord, type SourceCapability, type VerificationOutcome } from '@secondlook/contracts';

import { type ImportScope, type ScopeFacts } from '../domain/import-scope';
import { type LimitReading } from '../domain/limiter';
import { type EntityKind, type KnownConsent, type ReadKind } from '../store/due-reads';

/**
 * What an ATS implementation provides. The engine around it (pulling/) does the rest: leases, limits, retries, checkpoints,
 * order, and what is kept. Adding a source is a folder here and a line in index.ts.
 */
export interface Source {
  readonly name: string;
  readonly defaultBaseUrl: string;
  /** What the ATS documents of its limits, until its answers say otherwise. */
  readonly limits: { readonly callsPerWindow: number; readonly concurrentCalls: number };
  /** Headers that carry the credential. */
  authorize(token: string): Readonly<Record<string, string>>;
  /** What an answer says of the limits. */
  readLimits(headers: AnswerHeaders): LimitReading;
  /** What a connection can be used for. */
  readonly capabilities: readonly SourceCapability[];
  /** Asks the ATS what the credential may do of what these capabilities need. Throws what `call` throws. */
  verify(call: AtsCall, capabilities: readonly Capability[]): Promise<SourceVerification>;
  /** Its lists, in the order to read them. */
  readonly streams: readonly string[];
  /** One page of a list. Throws UnexpectedAnswerError for a page that cannot be understood. */
  listPage(stream: string, request: PageRequest, call: AtsCall): Promise<Page>;
  /** Everything about one entity, as records; undefined when the ATS says that there is none. Of who is not wanted no more is read than tells so. */
  read(kind: ReadKind, externalId: string, reading: Reading): Promise<readonly SourceRecord[] | 'not_wanted' | undefined>;
  /** Whether the ATS still answers for an entity: what makes a 404 on another one believable. */
  isThere(kind: EntityKind, externalId: string, call: AtsCall): Promise<boolean>;
  /** Its lists of reference data. */
  readonly referenceLists: readonly string[];
  /** One of them, verbatim; undefined when the credential may not read it. */
  readReference(name: string, call: AtsCall, toRecord: ToRecord): Promise<SourceRecord | undefined>;
  readonly webhooks: SourceWebhooks;
  readonly audit: SourceAudit;
  readonly exporting: SourceExporting;
  /** Absent where its lists cannot be limited: then everybody is brought. */
  readonly importing?: SourceImporting;
}

/** One call to the ATS: takes a slot of the connection's limiter, retries what may pass, and draws a read position before it is sent. */
export type AtsCall = (request: AtsRequest) => Promise<AtsAnswer>;

export interface AtsRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the connection's base URL. */
  readonly path: string;
  /** A parameter with several values is repeated. */
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Longer bodies are cut, and the answer says so. */
  readonly maxBytes?: number;
  /** A file is asked for: any bytes are an answer. All else that is read is JSON. */
  readonly anyBytes?: boolean;
}

export type AnswerHeaders = Readonly<Partial<Record<string, string | string[]>>>;

export interface AtsAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Buffer;
  /** The body was longer than allowed. */
  readonly truncated: boolean;
  readonly read: ReadPosition;
}

export interface SourceVerification {
  readonly outcome: VerificationOutcome;
  readonly message: string;
  readonly checks: readonly PermissionCheck[];
  readonly companyIdentifier: string;
  readonly companyName: string;
}

export interface PageRequest {
  /** From the previous page; absent at the first. */
  readonly cursor: string | undefined;
  /** Only what changed since. */
  readonly changedSince: Date | undefined;
  /** Of a list of candidates, only who is within. */
  readonly scope: ImportScope;
}

export interface Page {
  readonly kind: EntityKind;
  readonly entities: readonly ListedEntity[];
  readonly next: string | undefined;
  readonly total: number;
}

export interface ListedEntity {
  readonly externalId: string;
  readonly updatedTime: Date | undefined;
  /** What the list says of a candidate's consent, and where. */
  readonly consent?: { readonly json: string; readonly read: ReadPosition };
}

/** Makes a record of this connection. */
export type ToRecord = (read: ReadPosition, record: NonNullable<SourceRecord['record']>, unsendableReason?: string) => SourceRecord;

/** What reading an entity needs beside calls. */
export interface Reading {
  readonly call: AtsCall;
  readonly toRecord: ToRecord;
  /** What is known of the candidate's consent. */
  readonly consent: KnownConsent | undefined;
  /** What the source notices of the account and wants to know at later reads; it may be forgotten at any time. */
  readonly notes: Map<string, string>;
  /** Whether a candidate of whom the ATS tells this is to be mirrored: who is within the connection's import scope, or is mirrored already. */
  isWanted(candidateExternalId: string, facts: ScopeFacts): Promise<boolean>;
  /** Which attachments' bytes the mirror does not hold yet. */
  findMissingBytes(candidateExternalId: string, attachmentExternalIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Stores bytes; they are named by their hash. */
  putBytes(candidateExternalId: string, bytes: Buffer): Promise<{ sha256: string; sizeBytes: number }>;
}

export interface SourceWebhooks {
  /** The ATS's name of the permission they need. */
  readonly permission: string;
  /** The events the mirror wants. */
  readonly events: readonly string[];
  /** Registers a callback, or finds the registration there is. Idempotent. */
  register(call: AtsCall, registration: Registration): Promise<RegisterOutcome>;
  /** Succeeds when absent. */
  remove(call: AtsCall, subscriptionId: string): Promise<void>;
  /** How a registration is doing. */
  check(call: AtsCall, subscriptionId: string): Promise<Subscription>;
  /** One page of the deliveries that failed, as the ATS's own log has them; a delivery that was tried again may be there again. */
  listFailed(request: FailedRequest, call: AtsCall): Promise<FailedPage>;
  /** What a delivery asks for. Anything not understood is `ignore`. */
  toRequest(eventName: string, body: Uint8Array): SourceRequest;
}

export interface Registration {
  readonly callbackUrl: string;
  readonly subscriptionId: string | undefined;
  readonly hasSigningKey: boolean;
  /** Called before the activation, during which the ATS calls the callback: keys and handshake must be in place. */
  prepareActivation(subscriptionId: string, signingKey: string | undefined): Promise<void>;
}

export type RegisterOutcome = 'active' | 'not_permitted';

/** `suspended`: the ATS stopped calling. `missing`: somebody removed it, or it is another credential's. */
export type SubscriptionState = 'active' | 'suspended' | 'missing' | 'not_permitted';

export interface Subscription {
  readonly state: SubscriptionState;
  /** The events it is subscribed to; undefined where the ATS does not say. */
  readonly events: readonly string[] | undefined;
}

export interface FailedRequest {
  readonly subscriptionId: string;
  /** From the previous page; absent at the first. */
  readonly cursor: string | undefined;
  readonly since: Date;
}

export interface FailedPage {
  readonly deliveries: readonly FailedDelivery[];
  readonly next: string | undefined;
  /** When it was asked for, by the ATS's clock. */
  readonly askedTime: Date | undefined;
}

export interface FailedDelivery {
  readonly eventId: string;
  readonly eventName: string;
  readonly body: Buffer;
}

/** What something the ATS told asks for. */
export type SourceRequest =
  | { readonly action: 'read'; readonly kind: EntityKind; readonly externalId: string }
  /** It is gone; merged into another one where that is known. */
  | { readonly action: 'delete'; readonly kind: EntityKind; readonly externalId: string; readonly mergedInto?: string | undefined }
  | { readonly action: 'ignore' };

/** What happened at the ATS, event by event: it tells of deletions, which no list shows. */
export interface SourceAudit {
  /** The ATS's name of the permission it needs. */
  readonly permission: string;
  /** One page. Throws UnexpectedAnswerError for a page that cannot be understood. */
  listPage(request: AuditRequest, call: AtsCall): Promise<AuditPage | 'not_permitted'>;
}

export interface AuditRequest {
  /** From the previous page; absent at the first. */
  readonly cursor: string | undefined;
  readonly since: Date;
  /** Changes are asked for too: nobody else told of them all the time. */
  readonly withChanges: boolean;
  /** The event came before: no call is spent on it. */
  isSeen(eventId: string): boolean;
}

export interface AuditPage {
  readonly events: readonly AuditEvent[];
  readonly next: string | undefined;
  /** When it was asked for, by the ATS's clock. */
  readonly askedTime: Date | undefined;
}

export interface AuditEvent {
  readonly id: string;
  readonly time: Date;
  readonly requests: readonly SourceRequest[];
}

/** Sending candidates to jobs. A test candidate is invented, and bears its mark, a word of its own, wherever it can be looked for. */
export interface SourceExporting {
  /** Statuses of jobs to whom nobody is sent. */
  readonly closedStatuses: readonly string[];
  /** How a test candidate is called. */
  identify(mark: string): TestIdentity;
  /** Creates it at a job. Not to be repeated before it was looked for. */
  send(jobExternalId: string, mark: string, call: AtsCall): Promise<SendOutcome>;
  /** The id of who bears the mark. Asks a list. */
  find(mark: string, call: AtsCall): Promise<string | undefined>;
  /** Whether somebody known by id is there, and bears the mark still. */
  look(externalId: string, mark: string, call: AtsCall): Promise<'marked' | 'not_marked' | 'gone'>;
  /** Succeeds when absent. Returns why not, and what to do, where the ATS refuses. */
  remove(externalId: string, call: AtsCall): Promise<string | undefined>;
}

export interface TestIdentity {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly tags: readonly string[];
}

/** `unknown`: it may have taken effect. A refusal says what to do. */
export type SendOutcome = { readonly externalId: string } | { readonly refusal: string } | 'unknown';

/** What a connection's candidates can be limited by, counted before anybody is brought. */
export interface SourceImporting {
  /** How many candidates its list has within a scope. One short call. */
  count(scope: ImportScope, call: AtsCall): Promise<number>;
  /** A short page of its jobs, to choose from. */
  listJobs(request: { readonly cursor: string | undefined; readonly limit: number }, call: AtsCall): Promise<JobChoices>;
}

export interface JobChoices {
  readonly jobs: readonly JobChoice[];
  readonly next: string | undefined;
  readonly total: number;
}

export interface JobChoice {
  readonly externalId: string;
  readonly title: string;
  readonly reference: string;
  readonly status: string;
}
