import { View, type ExportCandidatesRequest, type ExportCandidatesResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { createSearchCandidates } from './search-candidates';
import { type Parts } from '.';

const BATCH = 100;

/** Page by page over one moment: the next is asked for once the one before was taken, and each is checked for deletions before it goes out. */
export function createExportCandidates(parts: Parts) {
  const searchCandidates = createSearchCandidates(parts);
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
