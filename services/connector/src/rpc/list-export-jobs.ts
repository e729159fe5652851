import { type ListExportJobsRequest, type ListExportJobsResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { getSource } from '../sources';
import { toTestCandidate } from '../store/test-candidates';
import { type Parts } from '.';
import { requireExport } from './export-job';

/** The ATS is not asked: its jobs are mirrored. */
export function createListExportJobs(parts: Parts) {
  const { testCandidates, ingestion } = parts;
  return async ({ connectionId, words, pageSize, pageToken }: ListExportJobsRequest, { tenantId, signal }: Authenticated & CallContext): Promise<ListExportJobsResponse> => {
    const { exporting } = getSource((await requireExport(parts, tenantId, connectionId)).source);
    const { jobs, nextPageToken, totalSize } = await ingestion.findJobs({ connectionId, words, exceptStatuses: [...exporting.closedStatuses], pageSize, pageToken }, { tenantId, signal });
    const sent = new Map((await testCandidates.listOf(connectionId)).map((candidate) => [candidate.jobId, toTestCandidate(candidate, exporting.identify(candidate.mark))]));
    return {
      jobs: jobs.map(({ jobId, title, reference, status, department, location }) => ({ jobId, title, reference, status, department, location, testCandidate: sent.get(jobId) })),
      nextPageToken,
      totalSize,
    };
  };
}
