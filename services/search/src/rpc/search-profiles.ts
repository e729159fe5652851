import { Corpus, SHARED, type SearchProfilesRequest, type SearchProfilesResponse } from '@secondlook/contracts';
import { clampPageSize, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { compileQuery } from '../domain/compile/query';
import { compileRanking } from '../domain/compile/ranking';
import { compileFilters } from '../domain/filters';
import { compileOrder } from '../domain/order';
import { type ShownProfile } from '../domain/profile-document';
import { parseQuery } from '../domain/query/parse-query';
import { compileContext } from './compile-context';
import { fingerprintOf } from './search-candidates';
import { toNote } from './to-note';
import { type Parts } from '.';

const ORDERS = ['relevance', 'name', 'name desc'];

export function createSearchProfiles({ runSearch, findJobs, aliasOf }: Parts) {
  return async (request: SearchProfilesRequest, { tenantId, signal }: Authenticated & CallContext): Promise<SearchProfilesResponse> => {
    const query = parseQuery(request.query, { capitalsOnly: request.operatorsInCapitalsOnly });
    const context = await compileContext(findJobs, Corpus.PROFILES, tenantId, query.tree, signal);
    const { hits, totalSize, nextPageToken } = await runSearch<ShownProfile>({
      alias: aliasOf(Corpus.PROFILES, tenantId),
      filter: [compileQuery(query.tree, context), ...compileFilters(request.filters, context.now)],
      ranking: compileRanking(query.tree, context),
      sort: compileOrder(request.orderBy, ORDERS),
      pageSize: clampPageSize(request.pageSize, 20, 100),
      pageToken: request.pageToken,
      fingerprint: fingerprintOf(`${tenantId}/${SHARED}`, request.query, request.filters, request.orderBy),
      signal,
    });
    return {
      hits: hits.map(({ id, shown: { observed_date, urls, ...shown } }) => ({ profileId: id, ...shown, urls: [...urls], observedDate: observed_date })),
      totalSize,
      nextPageToken,
      notes: query.notes.map(toNote),
    };
  };
}
