import { type IngestionServiceDefinition } from '@secondlook/contracts';
import { listVersions, type Authenticated } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type IngestionMetrics } from '../metrics';
import { type IdKeys } from '../store/id-keys';
import { type Jobs } from '../store/jobs';
import { type MirrorRecords } from '../store/mirror-records';
import { type RetryQuarantined } from '../store/retry-quarantined';
import { createCountCandidates } from './count-candidates';
import { createFindJobs } from './find-jobs';
import { createFindStale } from './find-stale';
import { createGetAttachment } from './get-attachment';
import { createGetCandidates } from './get-candidates';
import { createGetDeletionReceipt, type ReceiptParts } from './get-deletion-receipt';
import { createGetJobs } from './get-jobs';
import { createIngestRecords } from './ingest-records';
import { createListMirrored } from './list-mirrored';
import { createListQuarantine } from './list-quarantine';
import { createPutBlob } from './put-blob';
import { createRetryQuarantine } from './retry-quarantine';

export interface Parts extends ReceiptParts {
  readonly jobs: Jobs;
  readonly mirrorRecords: MirrorRecords;
  readonly retryQuarantined: RetryQuarantined;
  readonly idKeys: IdKeys;
  readonly metrics: IngestionMetrics;
}

export function createIngestionService(parts: Parts): ServiceImplementation<IngestionServiceDefinition, Authenticated> {
  return {
    putBlob: createPutBlob(parts),
    ingestRecords: createIngestRecords(parts),
    findStale: createFindStale(parts),
    countCandidates: createCountCandidates(parts),
    getCandidates: createGetCandidates(parts),
    async listCandidates(request, context) {
      const { versions, nextPageToken } = await listVersions(parts.candidates, request, context);
      return { candidates: versions, nextPageToken };
    },
    getJobs: createGetJobs(parts),
    async listJobs(request, context) {
      const { versions, nextPageToken } = await listVersions(parts.jobs, request, context);
      return { jobs: versions, nextPageToken };
    },
    findJobs: createFindJobs(parts),
    getAttachment: createGetAttachment(parts),
    listMirrored: createListMirrored(parts),
    listQuarantine: createListQuarantine(parts),
    retryQuarantine: createRetryQuarantine(parts),
    getDeletionReceipt: createGetDeletionReceipt(parts),
  };
}
