import { type GetJobsRequest, type GetJobsResponse } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { type Parts } from '.';
import { toJob } from './to-job';

const MAX_JOBS = 1_000;

export function createGetJobs({ jobs }: Parts) {
  return async ({ jobIds, includeJson }: GetJobsRequest, { tenantId }: Authenticated): Promise<GetJobsResponse> => {
    requireAtMost('job_ids', jobIds.length, MAX_JOBS);
    const found = await jobs.find(tenantId, jobIds);
    return { jobs: [...found.values()].map((job) => toJob(job, includeJson ? job.record?.json : undefined)) };
  };
}
