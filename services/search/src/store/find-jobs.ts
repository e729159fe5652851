import { type Client, type estypes } from '@elastic/elasticsearch';
import { UnavailableError } from '@secondlook/kit';

import { type JobIds, type JobLookup } from '../domain/compile/query';
import { type ShownJob } from '../domain/job-document';
import { refuseTooLarge } from './refuse-too-large';

/** More jobs than this with the same word in their name are all the same to a search. */
const MAX_JOBS = 10_000;

const BEING_BUILT = 'The index of jobs is being built; try again in a while.';

export type FindJobs = ReturnType<typeof createFindJobs>;

export function createFindJobs(client: Client, aliasOf: (tenantId: string) => string) {
  return {
    /** The jobs that each part of a query means. */
    async lookUp(tenantId: string, lookups: readonly JobLookup[], signal: AbortSignal): Promise<JobIds> {
      if (lookups.length === 0) {
        return () => [];
      }
      const searches = lookups.flatMap(({ query }) => [{ index: aliasOf(tenantId) }, { query: { bool: { filter: [query] } }, size: MAX_JOBS, _source: false }]);
      const { responses } = await client.msearch({ searches }, { signal });
      const ids = new Map(lookups.map(({ part }, index) => [part, idsIn(responses[index])]));
      return (part) => ids.get(part) ?? [];
    },

    /** What to show of some jobs. */
    async shown(tenantId: string, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, ShownJob>> {
      if (ids.length === 0) {
        return new Map();
      }
      const { docs } = await client.mget<{ shown: ShownJob }>({ index: aliasOf(tenantId), ids: [...ids] }, { signal });
      if (docs.some((doc) => 'error' in doc)) {
        throw new UnavailableError(BEING_BUILT);
      }
      return new Map(docs.flatMap((doc) => ('found' in doc && doc.found && doc._source !== undefined ? [[doc._id, doc._source.shown] as const] : [])));
    },
  };
}

/** Half an answer would pass for a whole one: without the jobs there is none. */
function idsIn(response: estypes.MsearchResponseItem | undefined): string[] {
  if (response === undefined || !('hits' in response)) {
    throw refuseTooLarge(response) ?? new UnavailableError(BEING_BUILT);
  }
  return response.hits.hits.flatMap(({ _id }) => (_id === undefined ? [] : [_id]));
}
