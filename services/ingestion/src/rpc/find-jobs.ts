import { type FindJobsRequest, type FindJobsResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, InvalidInputError, requireAtMost, toPageToken, type Authenticated } from '@secondlook/kit';

import { findJobs } from '../domain/find-jobs';
import { type Parts } from '.';
import { toJob } from './to-job';

const MAX_WORDS_LENGTH = 200;

export function createFindJobs({ jobs }: Parts) {
  return async ({ connectionId, words, exceptStatuses, pageSize, pageToken }: FindJobsRequest, { tenantId }: Authenticated): Promise<FindJobsResponse> => {
    if (connectionId === '') {
      throw new InvalidInputError([{ field: 'connection_id', description: 'must be set' }]);
    }
    requireAtMost('words', words.length, MAX_WORDS_LENGTH);
    const wish = { words, exceptStatuses, after: fromPageToken(pageToken), limit: clampPageSize(pageSize, 100, 1_000) };
    const { jobs: found, totalSize, next } = findJobs(await jobs.listOf(tenantId, connectionId), wish);
    return { jobs: found.map((job) => toJob(job)), totalSize, nextPageToken: next === undefined ? '' : toPageToken(next) };
  };
}
