import { View, type ExportCandidatesRequest, type ExportCandidatesResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { type createSearchCandidates } from './search-candidates';

const BATCH = 100;

/** Page by page over one moment: the next is asked for once the one before was taken, and each is checked for deletions before it goes out. */
export function createExportCandidates(searchCandidates: ReturnType<typeof createSearchCandidates>) {
  return async function* (request: ExportCandidatesRequest, context: Authenticated & CallContext): AsyncGenerator<ExportCandidatesResponse> {
    for (let pageToken = ''; ; ) {
      const { hits, totalSize, nextPageToken } = await searchCandidates({ ...request, pageSize: BATCH, pageToken, view: View.BASIC }, context);
      yield { candidates: hits, totalSize };
      if (nextPageToken === '') {
        return;
      }
      pageToken = nextPageToken;
    }
  };
}
