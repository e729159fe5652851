import { errors, type Client } from '@elastic/elasticsearch';
import { UnavailableError } from '@secondlook/kit';

import { type EsQuery } from '../domain/compile/es-query';
import { compileQuery, findJobLookups } from '../domain/compile/query';
import { HIDDEN } from '../domain/hidden';
import { type Node } from '../domain/query/tree';
import { type FindJobs } from './find-jobs';
import { refuseTooLarge } from './refuse-too-large';

const NOT_FOUND = 404;

export type CountSearch = ReturnType<typeof createCountSearch>;

/** How many candidates a search finds. Exact; nobody who is hidden counts. */
export function createCountSearch(client: Client, findJobs: FindJobs, aliasOf: (tenantId: string) => string) {
  return async (tenantId: string, tree: Node, filter: readonly EsQuery[], signal: AbortSignal): Promise<number> => {
    const jobIds = await findJobs.lookUp(tenantId, [...findJobLookups(tree)], signal);
    const query = { bool: { filter: [compileQuery(tree, { now: new Date(), jobIds }), ...filter, { term: { deleted: false } }], must_not: [HIDDEN] } };
    const { count } = await client.count({ index: aliasOf(tenantId), query }, { signal }).catch((error: unknown) => {
      if (error instanceof errors.ResponseError && error.statusCode === NOT_FOUND) {
        throw new UnavailableError('The index is being built; try again in a while.', { cause: error });
      }
      throw refuseTooLarge(error) ?? error;
    });
    return count;
  };
}
