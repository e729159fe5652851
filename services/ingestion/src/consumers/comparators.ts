import { events, type EntityVersion, type EnrichmentServiceDefinition, type MatcherServiceDefinition } from '@secondlook/contracts';
import {
  allPages,
  compareAndRepair,
  createMongoStreamMemory,
  type ComparatorDefinition,
  type Difference,
  type GrpcClient,
  type TenantDirectory,
} from '@secondlook/kit';
import { type Db } from 'mongodb';

import { type Candidates } from '../store/candidates';
import { type createOnEnrichmentChanged } from './on-enrichment-changed';
import { type createOnMatchDecided } from './on-match-decided';

interface Parts {
  readonly matcher: GrpcClient<MatcherServiceDefinition>;
  readonly enrichment: GrpcClient<EnrichmentServiceDefinition>;
  readonly candidates: Candidates;
  readonly directory: TenantDirectory;
  readonly ownDatabase: Db;
  readonly onMatchDecided: ReturnType<typeof createOnMatchDecided>;
  readonly onEnrichmentChanged: ReturnType<typeof createOnEnrichmentChanged>;
}

const PAGE = 2_000;

/** What candidates fold of other services' findings, compared with what those services have. Deletions are ours: they are not compared. */
export function createComparators({ matcher, enrichment, candidates, directory, ownDatabase, onMatchDecided, onEnrichmentChanged }: Parts): ComparatorDefinition[] {
  const repairedBy = (onChanged: typeof onMatchDecided, tenantId: string, signal: AbortSignal) => async (differences: readonly Difference[]) => {
    const known = differences.filter(({ owner }) => owner?.deleted === false);
    await onChanged(tenantId, known, signal);
  };

  return [
    {
      name: 'decisions',
      event: events.matchDecided,
      tenants: directory.list,
      streamMemory: createMongoStreamMemory(ownDatabase, 'decisions'),
      compare: (tenantId, signal) =>
        compareAndRepair(
          liveOnly(allPages((pageToken) => matcher.listDecisions({ pageSize: PAGE, pageToken }, { tenantId, signal }), ({ decisions }) => decisions)),
          candidates.foldedVersions(tenantId, 'decision'),
          repairedBy(onMatchDecided, tenantId, signal),
        ),
    },
    {
      name: 'facts',
      event: events.enrichmentChanged,
      tenants: directory.list,
      streamMemory: createMongoStreamMemory(ownDatabase, 'facts'),
      compare: (tenantId, signal) =>
        compareAndRepair(
          liveOnly(allPages((pageToken) => enrichment.listFacts({ pageSize: PAGE, pageToken }, { tenantId, signal }), ({ factSets }) => factSets)),
          candidates.foldedVersions(tenantId, 'facts'),
          repairedBy(onEnrichmentChanged, tenantId, signal),
        ),
    },
  ];
}

async function* liveOnly(versions: AsyncIterable<EntityVersion>): AsyncGenerator<EntityVersion> {
  for await (const version of versions) {
    if (!version.deleted) {
      yield version;
    }
  }
}
