import { RecordVerdict, type Record as SourceRecord } from '@secondlook/contracts';
import { inSpan, whileAway } from '@secondlook/kit';

import { isInScope } from '../domain/import-scope';
import { type Urgency } from '../domain/limiter';
import { AtsRefusedError, AtsUnavailableError } from '../sources/errors';
import { type AtsCall, type Reading } from '../sources/source';
import { priorityOf, type DueRead, type EntityKind, type Priority, type ReadKind } from '../store/due-reads';
import { type Pulling } from './pulling';
import { toDeletion } from './to-deletion';

/** What one IngestRecords call carries at most; a gRPC message holds 16 MB. */
const MAX_BATCH_BYTES = 11 << 20;
const MAX_BATCH_RECORDS = 400;
const BLOB_CHUNK_BYTES = 1 << 20;
const INGEST_MS = 60_000;

/**
 * Reads one due entity and hands it on. Returns once ingestion has kept it: only then may the due read go. Bytes go first, then
 * what refers to them. While ingestion is away what was read is held: the calls it took are not spent again. An absence is to be proven. Who is not wanted does not enter, whoever asked.
 */
export async function readDue(due: DueRead, pulling: Pulling): Promise<'kept' | 'not_wanted' | Absence> {
  return inSpan(`read ${due.kind}`, { traceparent: due.traceparent }, async () => {
    const { kind, externalId } = due;
    const records = await pulling.source.read(kind, externalId, createReading(due, pulling)).catch((error: unknown): 'refused' => {
      if (due.suspected === true && kind === 'candidate' && error instanceof AtsRefusedError) {
        return 'refused';
      }
      throw error;
    });
    if (records === 'not_wanted') {
      return records;
    }
    if (kind === 'consent') {
      // Who has no consent any more is perhaps not there any more.
      await (records === undefined ? whileAway(() => pulling.dueReads.request(pulling.connectionId, [{ kind: 'candidate', externalId, urgent: false }]), pulling.signal) : ingest(records === 'refused' ? [] : records, pulling));
      return 'kept';
    }
    if (records === undefined || records === 'refused') {
      return { kind, externalId, answer: records ?? 'denied' };
    }
    await ingest(records, pulling);
    pulling.remember(kind, externalId);
    return 'kept';
  });
}

/** The ATS says that there is no such entity, or refuses it although the credential may see others of its kind. */
export interface Absence {
  readonly kind: EntityKind;
  readonly externalId: string;
  readonly answer: 'denied' | 'refused';
}

/**
 * Buries what the ATS denied, and hides what it refused. One proof is good for all that was answered before it was made; without it this
 * throws AtsUnavailableError, and all of it is to be read again.
 */
export async function settleAbsent(absent: readonly Absence[], pulling: Pulling): Promise<void> {
  const { connectionId, source, positions } = pulling;
  for (const [kind, absences] of Map.groupBy(absent, (one) => one.kind)) {
    // Before the proof: what is read from now on is later.
    const records = absences.map(({ externalId, answer }): SourceRecord =>
      answer === 'denied'
        ? toDeletion({ connectionId, source: source.name }, { kind, externalId }, 'not_found')
        : { connectionId, source: source.name, read: positions.draw(), record: { $case: 'candidateRefusal', value: { candidateExternalId: externalId } }, unsendableReason: '' },
    );
    await requireProofOfAbsence(kind, new Set(absences.map(({ externalId }) => externalId)), pulling);
    await ingest(records, pulling);
  }
}

/** It cannot be read however often we try: set aside with the reason, so that it is visible. */
export async function quarantineUnreadable(due: DueRead, reason: string, pulling: Pulling): Promise<void> {
  const { toRecord } = createReading(due, pulling);
  const nothing = Buffer.alloc(0);
  const records: Record<ReadKind, NonNullable<SourceRecord['record']>> = {
    candidate: { $case: 'candidateDetail', value: { candidateExternalId: due.externalId, json: nothing } },
    consent: { $case: 'consentDecisions', value: { candidateExternalId: due.externalId, json: nothing } },
    job: { $case: 'job', value: { jobExternalId: due.externalId, json: nothing } },
  };
  await ingest([toRecord(pulling.positions.draw(), records[due.kind], reason)], pulling);
}

const URGENCIES: Readonly<Record<Priority, Urgency>> = { urgent: 'webhook', normal: 'read', idle: 'sweep' };

function createReading(due: DueRead, pulling: Pulling): Reading {
  const { connectionId, tenantId, ingestion, signal, source } = pulling;
  return {
    call: createEntityCall(due, pulling),
    consent: due.consent,
    notes: pulling.notes,
    toRecord: (read, record, unsendableReason = '') => ({ connectionId, source: source.name, read, record, unsendableReason }),
    isWanted: async (candidateExternalId, facts) => isInScope(facts, pulling.scope()) || isMirrored(candidateExternalId, pulling),
    async findMissingBytes(candidateExternalId, attachmentExternalIds) {
      const attachments = { candidateExternalId, attachmentExternalIds: [...attachmentExternalIds] };
      const stale = await whileAway(() => ingestion.findStale({ connectionId, attachments }, { tenantId, signal }), signal);
      return new Set(stale.attachmentExternalIds);
    },
    putBytes: (candidateExternalId, bytes) =>
      whileAway(() => ingestion.putBlob(toBlobRequests({ connectionId, candidateExternalId }, bytes), { tenantId, signal, deadlineMs: INGEST_MS }), signal),
  };
}

async function isMirrored(externalId: string, { connectionId, tenantId, ingestion, signal }: Pulling): Promise<boolean> {
  const { unknownCandidateExternalIds } = await whileAway(() => ingestion.findStale({ connectionId, candidates: [{ externalId }] }, { tenantId, signal }), signal);
  return unknownCandidateExternalIds.length === 0;
}

/** What was begun is read to its end, also when a person pauses the connection meanwhile: half of an entity would be kept in memory, and grow old. */
function createEntityCall(due: DueRead, { callAs }: Pulling): AtsCall {
  let isBegun = false;
  return async (request) => {
    const answer = await callAs(URGENCIES[priorityOf(due)], undefined, isBegun)(request);
    isBegun = true;
    return answer;
  };
}

async function* toBlobRequests(header: { connectionId: string; candidateExternalId: string }, bytes: Buffer) {
  yield { part: { $case: 'header' as const, value: header } };
  for (let offset = 0; offset < bytes.length; offset += BLOB_CHUNK_BYTES) {
    // A yield of an async generator waits for the reader: back-pressure for large files.
    yield await Promise.resolve({ part: { $case: 'chunk' as const, value: bytes.subarray(offset, offset + BLOB_CHUNK_BYTES) } });
  }
}

/**
 * A 404 or a refusal is believed only while another entity, known to be there, answers: else the ATS, or our view of it, has a bad moment. When
 * none is known yet, the list names one; when the list is empty too, that is proof enough.
 */
async function requireProofOfAbsence(kind: EntityKind, denied: ReadonlySet<string>, pulling: Pulling): Promise<void> {
  const { source, callAs, log } = pulling;
  const find = () => pulling.findKnown(kind, () => findListed(kind, denied, pulling));
  let other = await find();
  if (other !== undefined && denied.has(other)) {
    pulling.forget(kind);
    other = await find();
  }
  const isThere = async (externalId: string) =>
    source.isThere(kind, externalId, callAs('read')).catch((error: unknown) => {
      if (error instanceof AtsRefusedError) {
        // It may have gone out of view itself: the next proof is another's.
        pulling.forget(kind);
        return error.status === 403 ? false : Promise.reject(error);
      }
      throw error;
    });
  if (other !== undefined && !(await isThere(other))) {
    pulling.forget(kind);
    log.warn({ kind }, 'the ATS denies an entity that was just there; a 404 or a refusal is not believed');
    throw new AtsUnavailableError('unreachable', 'The ATS denies entities that were just there.');
  }
}

async function findListed(kind: EntityKind, denied: ReadonlySet<string>, { source, callAs, scope }: Pulling): Promise<string | undefined> {
  for (const stream of source.streams) {
    const page = await source.listPage(stream, { cursor: undefined, changedSince: undefined, scope: scope() }, callAs('list'));
    if (page.kind === kind) {
      return page.entities.find(({ externalId }) => !denied.has(externalId))?.externalId;
    }
  }
  return undefined;
}

/** Hands records on, in batches, while ingestion is away again and again. What it set aside is said. */
export async function ingest(records: readonly SourceRecord[], { ingestion, tenantId, signal, log }: Pulling): Promise<void> {
  for (const batch of toBatches(records)) {
    const { outcomes } = await whileAway(() => ingestion.ingestRecords({ records: batch }, { tenantId, signal, deadlineMs: INGEST_MS }), signal);
    outcomes.forEach(({ verdict, quarantineReason }, index) => {
      if (verdict === RecordVerdict.QUARANTINED) {
        log.warn({ record: batch[index]?.record?.$case, reason: quarantineReason }, 'a record was quarantined');
      }
    });
  }
}

function toBatches(records: readonly SourceRecord[]): SourceRecord[][] {
  const batches: SourceRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.record !== undefined && 'json' in record.record.value ? record.record.value.json.length : 100;
    const current = batches.at(-1);
    if (current === undefined || bytes + size > MAX_BATCH_BYTES || current.length >= MAX_BATCH_RECORDS) {
      batches.push([record]);
      bytes = size;
    } else {
      current.push(record);
      bytes += size;
    }
  }
  return batches;
}
