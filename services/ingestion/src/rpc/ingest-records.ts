import { RecordVerdict, type IngestRecordsRequest, type RecordOutcome } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { type FoldOutcome } from '../domain/fold';
import { type Parts } from '.';

const MAX_RECORDS = 500;

export function createIngestRecords({ mirrorRecords, metrics }: Parts) {
  return async ({ records }: IngestRecordsRequest, { tenantId }: Authenticated): Promise<{ outcomes: RecordOutcome[] }> => {
    requireAtMost('records', records.length, MAX_RECORDS);
    const outcomes = await mirrorRecords(tenantId, records);
    outcomes.forEach((outcome, index) => metrics.recordReceived(records[index]?.record?.$case ?? '', typeof outcome === 'string' ? outcome : 'quarantined'));
    return { outcomes: outcomes.map(toOutcome) };
  };
}

function toOutcome(outcome: FoldOutcome): RecordOutcome {
  if (typeof outcome !== 'string') {
    return { verdict: RecordVerdict.QUARANTINED, quarantineReason: outcome.quarantined };
  }
  const verdict = { kept: RecordVerdict.KEPT, seen: RecordVerdict.UNCHANGED, unchanged: RecordVerdict.UNCHANGED, superseded: RecordVerdict.SUPERSEDED };
  return { verdict: verdict[outcome], quarantineReason: '' };
}
