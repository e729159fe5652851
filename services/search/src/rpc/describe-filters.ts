import { Filters, type DescribeFiltersRequest, type DescribeFiltersResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { describeFilters } from '../domain/describe-filters';
import { parseFiltersUrl, toFiltersUrl } from '../domain/filters-url';
import { type Parts } from '.';

export function createDescribeFilters({ findJobs }: Parts) {
  return async ({ form }: DescribeFiltersRequest, { tenantId, signal }: Authenticated & CallContext): Promise<DescribeFiltersResponse> => {
    const url = form?.$case === 'url' ? form.value : toFiltersUrl(form?.value ?? Filters.create());
    const filters = parseFiltersUrl(url);
    const jobIds = [...(filters.job?.anyOf ?? []), ...(filters.job?.allOf ?? []), ...(filters.job?.noneOf ?? [])];
    const jobs = await findJobs.shown(tenantId, [...new Set(jobIds)], signal);
    return { filters, url: toFiltersUrl(filters), sentence: describeFilters(filters, (jobId) => jobs.get(jobId)?.title ?? jobId) };
  };
}
