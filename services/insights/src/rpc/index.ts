import { type InsightsServiceDefinition, type SearchServiceDefinition } from '@secondlook/contracts';
import { type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type ServiceImplementation } from 'nice-grpc';

import { createCountCategories } from './count-categories';

export interface Parts {
  readonly search: GrpcClient<SearchServiceDefinition>;
}

export function createInsightsService(parts: Parts): ServiceImplementation<InsightsServiceDefinition, Authenticated> {
  return { countCategories: createCountCategories(parts) };
}
