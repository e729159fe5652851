import {
  PurgeState,
  type EnrichmentServiceDefinition,
  type GetDeletionReceiptRequest,
  type GetDeletionReceiptResponse,
  type MatcherServiceDefinition,
  type SearchServiceDefinition,
  type StoreReceipt,
} from '@secondlook/contracts';
import { NotFoundError, toKnownError, UnavailableError, type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { type Blobs } from '../store/blobs';
import { type Candidates } from '../store/candidates';
import { type ErasureLedger } from '../store/erasure-ledger';
import { type Extractions } from '../store/extractions';
import { type Quarantine } from '../store/quarantine';

export interface ReceiptParts {
  readonly candidates: Candidates;
  readonly blobs: Blobs;
  readonly extractions: Extractions;
  readonly quarantine: Quarantine;
  readonly ledger: ErasureLedger;
  readonly matcher: GrpcClient<MatcherServiceDefinition>;
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly search: GrpcClient<SearchServiceDefinition>;
  readonly now: () => Date;
}

/** An owner that takes longer could not be asked: the receipt is still in time. */
const ASK_MS = 5_000;

interface Look {
  /** Something of the person is there. */
  readonly isLeft: boolean;
  readonly purgedTime?: Date | undefined;
}

/** Nothing is confirmed that was not looked up now. Somebody who is live, unknown or another tenant's: the same answer. */
export function createGetDeletionReceipt({ candidates, blobs, extractions, quarantine, ledger, matcher, enrichment, search, now }: ReceiptParts) {
  return async ({ candidateId }: GetDeletionReceiptRequest, { tenantId, signal }: Authenticated & CallContext): Promise<GetDeletionReceiptResponse> => {
    const tombstone = (await candidates.find(tenantId, [candidateId])).get(candidateId);
    if (tombstone?.deleted !== true) {
      throw new NotFoundError('There is no deleted candidate of this id.');
    }
    const { deletedTime, purgedTime, proof = '' } = tombstone;
    const ids = { candidateIds: [candidateId] };
    const call = { tenantId, signal, deadlineMs: ASK_MS };
    const erasure = await ledger.find(tenantId, candidateId);
    const stores = await Promise.all([
      toReceipt('ingestion/candidates', () => Promise.resolve({ isLeft: false, purgedTime: deletedTime })),
      toReceipt('ingestion/blobs', async () => ({ isLeft: await blobs.hasAnyOf(tenantId, candidateId), purgedTime })),
      toReceipt('ingestion/extractions', async () => ({ isLeft: await extractions.hasAnyOf(tenantId, candidateId), purgedTime })),
      toReceipt('ingestion/quarantine', async () => ({ isLeft: await quarantine.hasAnyOf(tenantId, candidateId), purgedTime })),
      toReceipt('matcher/decisions', async () => leftOf((await matcher.getDecisions(ids, call)).decisions)),
      toReceipt('enrichment/facts', async () => leftOf((await enrichment.getFacts(ids, call)).factSets)),
      toReceipt('search/candidates', async () => {
        const indexed = (await search.findIndexed(ids, call)).candidates;
        return { ...leftOf(indexed), purgedTime: indexed[0]?.deletedTime };
      }),
    ]);
    const complete = stores.every(({ state }) => state === PurgeState.PURGED);
    return { receipt: { candidateId, deletedTime: erasure?.time ?? deletedTime, proof: erasure?.proof ?? proof, inErasureLedger: erasure !== undefined, complete, checkedTime: now(), stores } };
  };
}

function leftOf(found: readonly { readonly deleted: boolean }[]): Look {
  return { isLeft: found.some(({ deleted }) => !deleted) };
}

async function toReceipt(store: string, look: () => Promise<Look>): Promise<StoreReceipt> {
  try {
    const { isLeft, purgedTime } = await look();
    return isLeft ? { store, state: PurgeState.LEFT, purgedTime: undefined, reason: '' } : { store, state: PurgeState.PURGED, purgedTime, reason: '' };
  } catch (error) {
    if (!(toKnownError(error) instanceof UnavailableError)) {
      throw error;
    }
    return { store, state: PurgeState.UNKNOWN, purgedTime: undefined, reason: 'the store could not be asked' };
  }
}
