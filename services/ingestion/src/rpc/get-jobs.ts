import { type GetJobsRequest, type GetJobsResponse, type Job } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { type JobDocument } from '../domain/job-document';
import { type Parts } from '.';

const MAX_JOBS = 1_000;

export function createGetJobs({ jobs }: Parts) {
  return async ({ jobIds, includeJson }: GetJobsRequest, { tenantId }: Authenticated): Promise<GetJobsResponse> => {
    requireAtMost('job_ids', jobIds.length, MAX_JOBS);
    const found = await jobs.find(tenantId, jobIds);
    return { jobs: [...found.values()].map((job) => toJob(job, includeJson)) };
  };
}

function toJob({ _id, version, deleted, connectionId, externalId, record, fields }: JobDocument, includeJson: boolean): Job {
  const { location, atsUpdatedTime, ...rest } = fields;
  return { jobId: _id, version, deleted, connectionId, externalId, ...rest, location, atsUpdatedTime, json: Buffer.from(includeJson ? (record?.json ?? '') : '') };
}
