import { type Corpus, type IngestionServiceDefinition, type SearchServiceDefinition } from '@secondlook/contracts';
import { type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type CountFields } from '../store/count-facets';
import { type FindJobs } from '../store/find-jobs';
import { type IndexFamily } from '../store/index-family';
import { type RunSearch } from '../store/run-search';
import { createAnalyzeText } from './analyze-text';
import { createCountFacets } from './count-facets';
import { createDescribeFilters } from './describe-filters';
import { createDiagnoseSearch } from './diagnose-search';
import { createExplainHits } from './explain-hits';
import { createExportCandidates } from './export-candidates';
import { createFindIndexed } from './find-indexed';
import { createGetCandidate } from './get-candidate';
import { createParseQuery } from './parse-query';
import { createSearchCandidates } from './search-candidates';
import { createSearchProfiles } from './search-profiles';
import { createSuggestValues } from './suggest-values';
import { createTakeTurns } from './take-turns';

export interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly runSearch: RunSearch;
  readonly countFields: CountFields;
  readonly findJobs: FindJobs;
  /** What of a tenant is searched; the library is everybody's. */
  readonly aliasOf: (corpus: Corpus, tenantId: string) => string;
  readonly candidatesIndex: Pick<IndexFamily, 'find'>;
}

export function createSearchService(parts: Parts): ServiceImplementation<SearchServiceDefinition, Authenticated> {
  const takeTurns = createTakeTurns();
  const searchCandidates = takeTurns(createSearchCandidates(parts));
  return {
    searchCandidates,
    searchProfiles: takeTurns(createSearchProfiles(parts)),
    exportCandidates: createExportCandidates(searchCandidates),
    getCandidate: createGetCandidate(parts),
    findIndexed: createFindIndexed(parts),
    analyzeText: createAnalyzeText(),
    describeFilters: takeTurns(createDescribeFilters(parts)),
    parseQuery: takeTurns(createParseQuery(parts)),
    explainHits: takeTurns(createExplainHits(parts)),
    diagnoseSearch: takeTurns(createDiagnoseSearch(parts)),
    suggestValues: takeTurns(createSuggestValues(parts)),
    countFacets: takeTurns(createCountFacets(parts)),
  };
}
