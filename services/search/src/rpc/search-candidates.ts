import { createHash } from 'node:crypto';

import { Corpus, type CandidateHit, type Filters, type SearchCandidatesRequest, type SearchCandidatesResponse } from '@secondlook/contracts';
import { clampPageSize, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { type ShownCandidate } from '../domain/candidate-document';
import { compileQuery } from '../domain/compile/query';
import { compileRanking } from '../domain/compile/ranking';
import { compileFilters } from '../domain/filters';
import { CONSENT_ENDED, HIDDEN } from '../domain/hidden';
import { type ShownJob } from '../domain/job-document';
import { compileOrder } from '../domain/order';
import { parseQuery } from '../domain/query/parse-query';
import { type SearchPage } from '../store/run-search';
import { compileContext } from './compile-context';
import { toApplicationSummary } from './to-application-summary';
import { toNote } from './to-note';
import { type Parts } from '.';

const ORDERS = ['relevance', 'last_updated', 'last_updated desc', 'name', 'name desc'];

export function createSearchCandidates({ runSearch, findJobs, aliasOf }: Parts) {
  return async (request: SearchCandidatesRequest, { tenantId, signal }: Authenticated & CallContext): Promise<SearchCandidatesResponse> => {
    const query = parseQuery(request.query, { capitalsOnly: request.operatorsInCapitalsOnly });
    const sort = compileOrder(request.orderBy, ORDERS);
    const context = await compileContext(findJobs, Corpus.CANDIDATES, tenantId, query.tree, signal);
    const filter = compileFilters(request.filters, context.now);
    const page = await runSearch<ShownCandidate>({
      alias: aliasOf(Corpus.CANDIDATES, tenantId),
      filter: [compileQuery(query.tree, context), ...filter],
      ranking: compileRanking(query.tree, context),
      leftOut: { all: HIDDEN, counted: CONSENT_ENDED },
      sort,
      pageSize: clampPageSize(request.pageSize, 20, 100),
      pageToken: request.pageToken,
      fingerprint: fingerprintOf(tenantId, request.query, request.filters, request.orderBy),
      signal,
    });
    const shownJobIds = new Set(page.hits.flatMap(({ shown }) => shown.applications.map(({ job_id }) => job_id)));
    const shownJobs = await findJobs.shown(tenantId, [...shownJobIds], signal);
    return { ...toResponse(page, shownJobs), notes: query.notes.map(toNote) };
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
