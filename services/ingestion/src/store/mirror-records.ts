import { type Record as SourceRecord } from '@secondlook/contracts';

import { type FoldOutcome } from '../domain/fold';
import { createOpaqueIds } from '../domain/opaque-id';
import { partIdOf, routeRecord, type RoutedRecord } from '../domain/route-record';
import { type Candidates } from './candidates';
import { type IdKeys } from './id-keys';
import { type Jobs } from './jobs';
import { type Quarantine, type QuarantineKey } from './quarantine';
import { type ReferenceLists } from './reference-lists';

interface Parts {
  readonly candidates: Candidates;
  readonly jobs: Jobs;
  readonly references: ReferenceLists;
  readonly quarantine: Quarantine;
  readonly idKeys: IdKeys;
  readonly now: () => Date;
}

type Item = RoutedRecord & { readonly record: SourceRecord; readonly index: number };
type CandidateItem = Extract<Item, { entity: 'candidate' }>;

export type MirrorRecords = ReturnType<typeof createMirrorRecords>;

/**
 * Folds records into the mirror: one write per candidate, however many of its records are in the batch. What cannot be understood is
 * set aside; what the mirror holds by now leaves the quarantine. Returns what became of each record.
 */
export function createMirrorRecords({ candidates, jobs, references, quarantine, idKeys, now }: Parts) {
  return async (tenantId: string, records: readonly SourceRecord[]): Promise<FoldOutcome[]> => {
    const routed = records.map((record, index): Item => ({ record, index, ...routeRecord(record, index) }));
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
        await (item.finding.kind === 'deletion' ? quarantine.removeOf(tenantId, idOf('job', item)) : Promise.resolve());
      } else if (item.entity === 'reference') {
        outcomes.set(item.index, await references.put(tenantId, connectionId, item.externalId, item.json, item.read));
      } else if (item.entity === 'none') {
        outcomes.set(item.index, { quarantined: item.reason });
      }
    }

    const setAside = routed.filter(({ index }) => typeof outcomes.get(index) === 'object').map((item) => keyOf(item).entityId);
    const gone = await findGone(tenantId, setAside);
    for (const item of routed) {
      const { record, index, externalId } = item;
      const key = keyOf(item);
      const outcome = gone.has(key.entityId) ? 'superseded' : (outcomes.get(index) ?? 'superseded');
      outcomes.set(index, outcome);
      if (typeof outcome !== 'string') {
        await quarantine.put(tenantId, { key, externalId, reason: outcome.quarantined, time: now(), record });
      }
    }
    const mirrored = routed.filter(({ index }) => typeof outcomes.get(index) === 'string');
    await quarantine.release(tenantId, mirrored.map((item) => ({ key: keyOf(item), read: item.record.read })));
    return routed.map(({ index }) => outcomes.get(index) ?? 'superseded');
  };

  /** Candidates that are deleted: nothing is set aside of them any more. */
  async function findGone(tenantId: string, entityIds: readonly string[]): Promise<ReadonlySet<string>> {
    const found = entityIds.length === 0 ? new Map<string, { deleted: boolean }>() : await candidates.findSummaries(tenantId, entityIds);
    return new Set([...found].filter(([, { deleted }]) => deleted).map(([id]) => id));
  }
}

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
