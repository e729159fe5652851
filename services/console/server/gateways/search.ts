import { type CandidateDetails, type SearchCandidatesResponse, type SearchProfilesResponse, type SearchServiceDefinition } from '@secondlook/contracts';
import { NotFoundError, type GrpcClient } from '@secondlook/kit';

import { type AsUser } from './as-user';

export interface PageRequest {
  readonly query: string;
  readonly orderBy: string;
  readonly pageToken: string;
}

export type SearchGateway = ReturnType<typeof createSearchGateway>;

export function createSearchGateway(client: GrpcClient<SearchServiceDefinition>) {
  return {
    searchCandidates: (page: PageRequest, asUser: AsUser): Promise<SearchCandidatesResponse> => client.searchCandidates(page, asUser),

    searchProfiles: (page: PageRequest, asUser: AsUser): Promise<SearchProfilesResponse> => client.searchProfiles(page, asUser),

    async getCandidate(candidateId: string, query: string, asUser: AsUser): Promise<CandidateDetails> {
      const { candidate } = await client.getCandidate({ candidateId, query }, asUser);
      if (candidate === undefined) {
        throw new NotFoundError('There is no such candidate.');
      }
      return candidate;
    },
  };
}
