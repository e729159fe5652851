import { createHash } from 'node:crypto';

import { type CandidateHit, type Filters, type SearchCandidatesRequest, type SearchCandidatesResponse } from '@secondlook/contracts';
import { clampPageSize, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { type ShownCandidate } from '../domain/candidate-document';
import { compileCandidateQuery, CONSENT_ENDED, HIDDEN } from '../domain/compile';
import { compileFilters } from '../domain/filters';
import { type ShownJob } from '../domain/job-document';
import { compileOrder } from '../domain/order';
import { parseQuery } from '../domain/query/parse-query';
import { type SearchPage } from '../store/run-search';
import { toApplicationSummary } from './to-application-summary';
import { type Parts } from '.';

const ORDERS = ['relevance', 'last_updated', 'last_updated desc', 'name', 'name desc'];

export function createSearchCandidates({ runSearch, findJobs, candidatesAlias }: Parts) {
  return async (request: SearchCandidatesRequest, { tenantId, signal }: Authenticated & CallContext): Promise<SearchCandidatesResponse> => {
    const query = parseQuery(request.query);
    const sort = compileOrder(request.orderBy, ORDERS);
    const filter = compileFilters(request.filters);
    const jobs = await findJobs.byLeaves(tenantId, [...query.wanted, ...query.excluded], signal);
    const page = await runSearch<ShownCandidate>({
      alias: candidatesAlias(tenantId),
      ...compileCandidateQuery(query, jobs),
      filter,
      leftOut: { all: HIDDEN, counted: CONSENT_ENDED },
      sort,
      pageSize: clampPageSize(request.pageSize, 20, 100),
      pageToken: request.pageToken,
      fingerprint: fingerprintOf(tenantId, request.query, request.filters, request.orderBy),
      signal,
    });
    const jobIds = new Set(page.hits.flatMap(({ shown }) => shown.applications.map(({ job_id }) => job_id)));
    const shownJobs = await findJobs.shown(tenantId, [...jobIds], signal);
    return { ...toResponse(page, shownJobs), notes: [...query.notes] };
  };
}

/** A page token is good for the same tenant and the same search only. */
export function fingerprintOf(tenantId: string, query: string, filters: Filters | undefined, orderBy: string): string {
  return createHash('sha256').update(JSON.stringify([tenantId, query, filters, orderBy])).digest('hex');
}

function toResponse({ hits, totalSize, leftOutSize, nextPageToken }: SearchPage<ShownCandidate>, jobs: ReadonlyMap<string, ShownJob>) {
  return { hits: hits.map(({ id, version, shown }) => toHit(id, version, shown, jobs)), totalSize, consentEndedSize: leftOutSize, nextPageToken };
}

function toHit(candidateId: string, version: number, shown: ShownCandidate, jobs: ReadonlyMap<string, ShownJob>): CandidateHit {
  const { name, headline, location, last_updated, applications, matched, linkedin_url } = shown;
  return {
    candidateId,
    version,
    name,
    headline,
    location,
    atsUpdatedTime: last_updated === '' ? undefined : new Date(last_updated),
    applications: applications.map((application) => toApplicationSummary(application, jobs.get(application.job_id))),
    matched,
    linkedinUrl: linkedin_url,
  };
}
