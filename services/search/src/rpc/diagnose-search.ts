import { type DiagnoseSearchRequest, type DiagnoseSearchResponse } from '@secondlook/contracts';
import { type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { compileFilters } from '../domain/filters';
import { parseQuery } from '../domain/query/parse-query';
import { relax } from '../domain/relax';
import { type Parts } from '.';

export function createDiagnoseSearch({ countSearch }: Parts) {
  return async ({ query, filters, operatorsInCapitalsOnly }: DiagnoseSearchRequest, { tenantId, signal }: Authenticated & CallContext): Promise<DiagnoseSearchResponse> => {
    const { tree } = parseQuery(query, { capitalsOnly: operatorsInCapitalsOnly });
    const totalSize = await countSearch(tenantId, tree, compileFilters(filters), signal);
    const relaxations = await Promise.all(
      relax(tree, filters).map(async ({ tree: rest, ...relaxed }) => ({ ...relaxed, totalSize: await countSearch(tenantId, rest, compileFilters(relaxed.filters), signal) })),
    );
    return { totalSize, relaxations };
  };
}
