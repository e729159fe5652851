import { type IngestionServiceDefinition, type SearchServiceDefinition } from '@secondlook/contracts';
import { type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type CountFields } from '../store/count-facets';
import { type CountSearch } from '../store/count-search';
import { type FindJobs } from '../store/find-jobs';
import { type IndexFamily } from '../store/index-family';
import { type RunSearch } from '../store/run-search';
import { createCountFacets } from './count-facets';
import { createDiagnoseSearch } from './diagnose-search';
import { createExplainHits } from './explain-hits';
import { createExportCandidates } from './export-candidates';
import { createFindIndexed } from './find-indexed';
import { createGetCandidate } from './get-candidate';
import { createParseQuery } from './parse-query';
import { createSearchCandidates } from './search-candidates';
import { createSearchProfiles } from './search-profiles';

export interface Parts {
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly runSearch: RunSearch;
  readonly countFields: CountFields;
  readonly countSearch: CountSearch;
  readonly findJobs: FindJobs;
  readonly candidatesAlias: (tenantId: string) => string;
  readonly candidatesIndex: Pick<IndexFamily, 'find'>;
  readonly profilesAlias: string;
}

export function createSearchService(parts: Parts): ServiceImplementation<SearchServiceDefinition, Authenticated> {
  return {
    searchCandidates: createSearchCandidates(parts),
    searchProfiles: createSearchProfiles(parts),
    getCandidate: createGetCandidate(parts),
    findIndexed: createFindIndexed(parts),
    parseQuery: createParseQuery(parts),
    explainHits: createExplainHits(parts),
    diagnoseSearch: createDiagnoseSearch(parts),
    exportCandidates: createExportCandidates(parts),
    countFacets: createCountFacets(parts),
  };
}
