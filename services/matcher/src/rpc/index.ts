import { type MatcherServiceDefinition } from '@secondlook/contracts';
import { listVersions, type Authenticated } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { type Decisions } from '../store/decisions';
import { createGetDecisions } from './get-decisions';

export interface Parts {
  readonly decisions: Decisions;
}

export function createMatcherService(parts: Parts): ServiceImplementation<MatcherServiceDefinition, Authenticated> {
  return {
    getDecisions: createGetDecisions(parts),
    async listDecisions(request, context) {
      const { versions, nextPageToken } = await listVersions(parts.decisions, request, context);
      return { decisions: versions, nextPageToken };
    },
  };
}
