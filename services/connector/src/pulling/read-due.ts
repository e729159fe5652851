import { RecordVerdict, type Record as SourceRecord } from '@secondlook/contracts';
import { inSpan, whileAway } from '@secondlook/kit';

import { AtsUnavailableError } from '../sources/errors';
import { type AtsCall, type Reading } from '../sources/source';
import { type DueRead, type ReadKind } from '../store/due-reads';
import { type Pulling } from './pulling';
import { toDeletion } from './to-deletion';

/** What one IngestRecords call carries at most; a gRPC message holds 16 MB. */
const MAX_BATCH_BYTES = 11 << 20;
const MAX_BATCH_RECORDS = 400;
const BLOB_CHUNK_BYTES = 1 << 20;
const INGEST_MS = 60_000;

/**
 * Reads one due entity and hands it on. Returns once ingestion has kept it: only then may the due read go. Bytes go first, then
 * what refers to them. While ingestion is away what was read is held: the calls it took are not spent again. `denied`: the ATS says that
 * there is no such entity, which is to be proven.
 */
export async function readDue(due: DueRead, pulling: Pulling): Promise<'kept' | 'denied'> {
  return inSpan(`read ${due.kind}`, { traceparent: due.traceparent }, async () => {
    const reading = createReading(due, pulling);
    const records = await pulling.source.read(due.kind, due.externalId, reading);
    if (records === undefined) {
      return 'denied';
    }
    await ingest(records, pulling);
    pulling.remember(due.kind, due.externalId);
    return 'kept';
  });
}

/**
 * Buries what the ATS denied. One proof is good for all that were denied before it was made; without it this throws
 * AtsUnavailableError, and all of it is to be read again.
 */
export async function buryDenied(denied: readonly DueRead[], pulling: Pulling): Promise<void> {
  const { connectionId, source } = pulling;
  for (const [kind, dues] of Map.groupBy(denied, (due) => due.kind)) {
    await requireProofOfAbsence(kind, new Set(dues.map(({ externalId }) => externalId)), pulling);
    await ingest(dues.map((due) => toDeletion({ connectionId, source: source.name }, due, 'not_found')), pulling);
  }
}

/** It cannot be read however often we try: set aside with the reason, so that it is visible. */
export async function quarantineUnreadable(due: DueRead, reason: string, pulling: Pulling): Promise<void> {
  const { toRecord } = createReading(due, pulling);
  const nothing = Buffer.alloc(0);
  const record =
    due.kind === 'candidate'
      ? toRecord(pulling.positions.draw(), { $case: 'candidateDetail', value: { candidateExternalId: due.externalId, json: nothing } }, reason)
      : toRecord(pulling.positions.draw(), { $case: 'job', value: { jobExternalId: due.externalId, json: nothing } }, reason);
  await ingest([record], pulling);
}

function createReading(due: DueRead, pulling: Pulling): Reading {
  const { connectionId, tenantId, ingestion, signal, source } = pulling;
  return {
    call: createEntityCall(due, pulling),
    toRecord: (read, record, unsendableReason = '') => ({ connectionId, source: source.name, read, record, unsendableReason }),
    async findMissingBytes(candidateExternalId, attachmentExternalIds) {
      const attachments = { candidateExternalId, attachmentExternalIds: [...attachmentExternalIds] };
      const stale = await whileAway(() => ingestion.findStale({ connectionId, attachments }, { tenantId, signal }), signal);
      return new Set(stale.attachmentExternalIds);
    },
    putBytes: (candidateExternalId, bytes) =>
      whileAway(() => ingestion.putBlob(toBlobRequests({ connectionId, candidateExternalId }, bytes), { tenantId, signal, deadlineMs: INGEST_MS }), signal),
  };
}

/** What was begun is read to its end, also when a person pauses the connection meanwhile: half of an entity would be kept in memory, and grow old. */
function createEntityCall({ urgent }: DueRead, { callAs }: Pulling): AtsCall {
  let isBegun = false;
  return async (request) => {
    const answer = await callAs(urgent ? 'webhook' : 'read', undefined, isBegun)(request);
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
 * A 404 is believed only while another entity, known to be there, answers: else the ATS, or our view of it, has a bad moment. When
 * none is known yet, the list names one; when the list is empty too, that is proof enough.
 */
async function requireProofOfAbsence(kind: ReadKind, denied: ReadonlySet<string>, pulling: Pulling): Promise<void> {
  const { source, callAs, log } = pulling;
  const find = () => pulling.findKnown(kind, () => findListed(kind, denied, pulling));
  let other = await find();
  if (other !== undefined && denied.has(other)) {
    pulling.forget(kind);
    other = await find();
  }
  if (other !== undefined && !(await source.isThere(kind, other, callAs('read')))) {
    pulling.forget(kind);
    log.warn({ kind }, 'the ATS denies an entity that was just there; a 404 is not believed');
    throw new AtsUnavailableError('unreachable', 'The ATS denies entities that were just there.');
  }
}

async function findListed(kind: ReadKind, denied: ReadonlySet<string>, { source, callAs }: Pulling): Promise<string | undefined> {
  for (const stream of source.streams) {
    const page = await source.listPage(stream, { cursor: undefined, changedSince: undefined }, callAs('list'));
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
