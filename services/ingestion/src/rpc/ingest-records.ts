import { RecordVerdict, type IngestRecordsRequest, type Record as SourceRecord, type RecordOutcome } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { type FoldOutcome } from '../domain/fold';
import { createOpaqueIds } from '../domain/opaque-id';
import { bytesOf, partIdOf, routeRecord, type RoutedRecord } from '../domain/route-record';
import { type QuarantineKey } from '../store/quarantine';
import { type Parts } from '.';

const MAX_RECORDS = 500;

/** Folds a batch: one write per candidate, however many of its records are in it. */
export function createIngestRecords({ candidates, jobs, references, quarantine, idKeys, metrics, now }: Parts) {
  return async ({ records }: IngestRecordsRequest, { tenantId }: Authenticated): Promise<{ outcomes: RecordOutcome[] }> => {
    requireAtMost('records', records.length, MAX_RECORDS);
    const routed = records.map((record, index) => ({ record, index, ...routeRecord(record, index) }));
    const outcomes = new Map<number, FoldOutcome>();
    const idKey = await idKeys.get(tenantId);
    const idOf = (kind: 'candidate' | 'job', { record, externalId }: Item) => createOpaqueIds(idKey, record.connectionId)(kind, externalId);
    const keyOf = (item: Item): QuarantineKey => ({ entityId: entityIdOf(item, idOf), kind: item.record.record?.$case ?? '', partId: partIdOf(item.record.record) });

    const groups = [...Map.groupBy(routed.filter(isOfCandidate), (item) => idOf('candidate', item))];
    const folded = await candidates.foldFindings(tenantId, groups.map(([candidateId, items]) => toFindings(candidateId, items)));
    groups.forEach(([, items], group) => items.forEach(({ index }, item) => outcomes.set(index, folded[group]?.[item] ?? 'superseded')));

    for (const item of routed) {
      const { connectionId } = item.record;
      if (item.entity === 'job') {
        outcomes.set(item.index, await jobs.foldFinding(tenantId, { ...item, connectionId, jobId: idOf('job', item) }));
      } else if (item.entity === 'reference') {
        outcomes.set(item.index, await references.put(tenantId, connectionId, item.externalId, item.json, item.read));
      } else if (item.entity === 'none') {
        outcomes.set(item.index, { quarantined: item.reason });
      }
    }

    const gone = await findGone(routed, outcomes, keyOf);
    for (const item of routed) {
      const { record, index, externalId } = item;
      const outcome = gone.has(keyOf(item).entityId) ? 'superseded' : (outcomes.get(index) ?? 'superseded');
      outcomes.set(index, outcome);
      const key = keyOf(item);
      metrics.recordReceived(key.kind, typeof outcome === 'string' ? outcome : 'quarantined');
      if (typeof outcome !== 'string') {
        await quarantine.put(tenantId, { ...key, connectionId: record.connectionId, externalId, reason: outcome.quarantined, quarantinedTime: now(), bytes: bytesOf(record.record) });
      }
    }
    await quarantine.release(tenantId, routed.filter(({ index }) => outcomes.get(index) === 'kept').map(keyOf));
    return { outcomes: routed.map(({ index }) => toOutcome(outcomes.get(index) ?? 'superseded')) };

    /** Candidates that are deleted: nothing is set aside of them any more. */
    async function findGone(items: readonly Item[], results: ReadonlyMap<number, FoldOutcome>, toKey: (item: Item) => QuarantineKey): Promise<ReadonlySet<string>> {
      const setAside = items.filter(({ index }) => typeof results.get(index) === 'object').map((item) => toKey(item).entityId);
      const found = setAside.length === 0 ? new Map<string, { deleted: boolean }>() : await candidates.findSummaries(tenantId, setAside);
      return new Set([...found].filter(([, { deleted }]) => deleted).map(([id]) => id));
    }
  };
}

type Item = RoutedRecord & { readonly record: SourceRecord; readonly index: number };
type CandidateItem = Extract<Item, { entity: 'candidate' }>;

/** As `idOf` gives it to the entity a record is about; a reference list has its name. */
function entityIdOf(item: Item, idOf: (kind: 'candidate' | 'job', item: Item) => string): string {
  switch (item.record.record?.$case) {
    case 'referenceList':
      return item.externalId;
    case 'job':
    case 'jobDeletion':
      return idOf('job', item);
    default:
      return idOf('candidate', item);
  }
}

function isOfCandidate(item: Item): item is CandidateItem {
  return item.entity === 'candidate';
}

function toFindings(candidateId: string, items: readonly CandidateItem[]) {
  const [first] = items;
  return {
    candidateId,
    cause: causeOf(items),
    findings: items.map(({ finding }) => finding),
    ...(first === undefined ? {} : { origin: { connectionId: first.record.connectionId, source: first.record.source, externalId: first.externalId } }),
  };
}

function causeOf(items: readonly CandidateItem[]): string {
  const deletions = items.flatMap(({ finding }) => (finding.kind === 'deletion' ? [finding] : []));
  return deletions.some(({ mergedIntoExternalId }) => mergedIntoExternalId !== undefined) ? 'merge' : deletions.length > 0 ? 'deletion' : 'record';
}

function toOutcome(outcome: FoldOutcome): RecordOutcome {
  if (typeof outcome !== 'string') {
    return { verdict: RecordVerdict.QUARANTINED, quarantineReason: outcome.quarantined };
  }
  const verdict = { kept: RecordVerdict.KEPT, seen: RecordVerdict.UNCHANGED, unchanged: RecordVerdict.UNCHANGED, superseded: RecordVerdict.SUPERSEDED };
  return { verdict: verdict[outcome], quarantineReason: '' };
}
