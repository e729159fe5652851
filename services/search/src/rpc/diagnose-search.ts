import { type DiagnoseSearchRequest, type DiagnoseSearchResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { parseQuery } from '../domain/query/parse-query';
import { relax } from '../domain/relax';
import { createCountSearch } from './count-search';
import { type Parts } from '.';

export function createDiagnoseSearch(parts: Parts) {
  const countSearch = createCountSearch(parts);
  return async ({ query, filters, operatorsInCapitalsOnly }: DiagnoseSearchRequest, { tenantId, signal }: Authenticated & CallContext): Promise<DiagnoseSearchResponse> => {
    const { tree } = parseQuery(query, { capitalsOnly: operatorsInCapitalsOnly });
    const totalSize = await countSearch(tenantId, tree, filters, signal);
    const relaxations = await Promise.all(
      relax(tree, filters).map(async ({ tree: rest, ...relaxed }) => ({ ...relaxed, totalSize: await countSearch(tenantId, rest, relaxed.filters, signal) })),
    );
    return { totalSize, relaxations };
  };
}
