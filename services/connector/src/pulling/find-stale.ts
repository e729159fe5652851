import { type Page } from '../sources/source';
import { type ReadRequest } from '../store/due-reads';
import { type Pulling } from './pulling';

/** Of some entities with the time of a change each, those that the mirror does not hold as of then. */
export async function findStale({ kind, entities }: Pick<Page, 'kind' | 'entities'>, { ingestion, connectionId, tenantId, signal }: Pulling): Promise<ReadRequest[]> {
  if (entities.length === 0) {
    return [];
  }
  const listed = entities.map(({ externalId, updatedTime }) => ({ externalId, updatedTime }));
  const stale = await ingestion.findStale({ connectionId, ...(kind === 'candidate' ? { candidates: listed } : { jobs: listed }) }, { tenantId, signal });
  const ids = kind === 'candidate' ? stale.candidateExternalIds : stale.jobExternalIds;
  const listedTimes = new Map(entities.map(({ externalId, updatedTime }) => [externalId, updatedTime]));
  return ids.map((externalId) => ({ kind, externalId, urgent: false, listedTime: listedTimes.get(externalId) }));
}
