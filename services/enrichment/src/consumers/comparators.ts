import { events, type MatcherServiceDefinition } from '@secondlook/contracts';
import { allPages, compareAndRepair, createMongoStreamMemory, type ComparatorDefinition, type GrpcClient, type TenantDirectory } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { type Facts } from '../store/facts';
import { type OnMatchDecided } from './on-match-decided';

interface Parts {
  readonly matcher: GrpcClient<MatcherServiceDefinition>;
  readonly facts: Facts;
  readonly directory: TenantDirectory;
  readonly ownDatabase: Db;
  readonly onMatchDecided: OnMatchDecided;
}

const PAGE = 2_000;

/** The facts there are, compared with the decisions they follow from. */
export function createComparators({ matcher, facts, directory, ownDatabase, onMatchDecided }: Parts): ComparatorDefinition[] {
  return [
    {
      name: 'decisions',
      event: events.matchDecided,
      tenants: directory.list,
      streamMemory: createMongoStreamMemory(ownDatabase, 'decisions'),
      compare: (tenantId, signal) =>
        compareAndRepair(
          allPages((pageToken) => matcher.listDecisions({ pageSize: PAGE, pageToken }, { tenantId, signal }), ({ decisions }) => decisions),
          facts.listSeen(tenantId),
          (differences) => onMatchDecided(tenantId, differences, signal),
        ),
    },
  ];
}
