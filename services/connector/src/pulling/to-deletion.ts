import { type Record as SourceRecord } from '@secondlook/contracts';

import { type EntityKind } from '../store/due-reads';

/** What is gone for good. */
export interface Gone {
  readonly kind: EntityKind;
  readonly externalId: string;
  /** It was merged: the external id of the one that goes on. */
  readonly mergedInto?: string | undefined;
}

/** What proves that something is gone, as ingestion is told. */
export type DeletionProof = 'webhook' | 'audit' | 'not_found' | 'connection_removed';

/** A deletion needs no read position: it is final. */
export function toDeletion(origin: Pick<SourceRecord, 'connectionId' | 'source'>, { kind, externalId, mergedInto = '' }: Gone, proof: DeletionProof): SourceRecord {
  const record =
    kind === 'candidate'
      ? { $case: 'candidateDeletion' as const, value: { candidateExternalId: externalId, proof, mergedIntoExternalId: mergedInto } }
      : { $case: 'jobDeletion' as const, value: { jobExternalId: externalId, proof } };
  return { ...origin, read: undefined, unsendableReason: '', record };
}
