import { Corpus, type Filters } from '@secondlook/contracts';

import { compileQuery } from '../domain/compile/query';
import { compileFilters } from '../domain/filters';
import { HIDDEN } from '../domain/hidden';
import { type Node } from '../domain/query/tree';
import { compileContext } from './compile-context';
import { type Parts } from '.';

/** How many candidates a search finds. Exact; nobody who is hidden counts. */
export function createCountSearch({ countFields, findJobs, aliasOf }: Parts) {
  return async (tenantId: string, tree: Node, filters: Filters | undefined, signal: AbortSignal): Promise<number> => {
    const context = await compileContext(findJobs, Corpus.CANDIDATES, tenantId, tree, signal);
    const { totalSize } = await countFields({
      alias: aliasOf(Corpus.CANDIDATES, tenantId),
      query: compileQuery(tree, context),
      leftOut: HIDDEN,
      filter: compileFilters(filters, context.now),
      fields: [],
      signal,
    });
    return totalSize;
  };
}
