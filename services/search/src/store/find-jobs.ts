import { type Client } from '@elastic/elasticsearch';

import { compileLeaf, type JobsOfLeaf } from '../domain/compile';
import { type ShownJob } from '../domain/job-document';
import { type Leaf } from '../domain/query/parse-query';

/** More jobs than this with the same word in their name are all the same to a search. */
const MAX_JOBS = 10_000;

export type FindJobs = ReturnType<typeof createFindJobs>;

export function createFindJobs(client: Client, aliasOf: (tenantId: string) => string) {
  return {
    /** The jobs whose names each leaf is in. A tenant whose jobs are not indexed yet has none. */
    async byLeaves(tenantId: string, leaves: readonly Leaf[], signal: AbortSignal): Promise<JobsOfLeaf> {
      if (leaves.length === 0) {
        return new Map();
      }
      const searches = leaves.flatMap((leaf) => [
        { index: aliasOf(tenantId), ignore_unavailable: true },
        { query: { bool: { filter: [compileLeaf(leaf)] } }, size: MAX_JOBS, _source: false },
      ]);
      const { responses } = await client.msearch({ searches }, { signal });
      return new Map(
        leaves.map((leaf, index) => {
          const response = responses[index];
          const hits = response !== undefined && 'hits' in response ? response.hits.hits : [];
          return [leaf, hits.flatMap(({ _id }) => (_id === undefined ? [] : [_id]))];
        }),
      );
    },

    /** What to show of some jobs. */
    async shown(tenantId: string, ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, ShownJob>> {
      if (ids.length === 0) {
        return new Map();
      }
      const { docs } = await client.mget<{ shown: ShownJob }>({ index: aliasOf(tenantId), ids: [...ids] }, { signal, ignore: [404] });
      return new Map(docs.flatMap((doc) => ('found' in doc && doc.found && doc._source !== undefined ? [[doc._id, doc._source.shown] as const] : [])));
    },
  };
}
