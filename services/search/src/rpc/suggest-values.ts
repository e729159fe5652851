import { type SuggestValuesRequest, type SuggestValuesResponse } from '@secondlook/contracts';
import { clampPageSize, InvalidInputError, requireAtMost, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { compileQuery } from '../domain/compile/query';
import { findFacet } from '../domain/facets';
import { applicationField, compileFilters, compileOneApplication, valueField } from '../domain/filters';
import { HIDDEN } from '../domain/hidden';
import { parseQuery } from '../domain/query/parse-query';
import { suggest } from '../domain/suggest';
import { compileContext } from './compile-context';
import { type Parts } from '.';

/** So many different values are looked through, the most frequent ones. */
const MOST_VALUES = 10_000;
const MAX_CODE_POINTS = 200;

export function createSuggestValues({ countFields, findJobs, aliasOf }: Parts) {
  return async ({ facet, text, query, filters, limit, operatorsInCapitalsOnly, corpus }: SuggestValuesRequest, { tenantId, signal }: Authenticated & CallContext): Promise<SuggestValuesResponse> => {
    const found = findFacet(facet);
    if (found === undefined || found.of === 'years' || found.filter === 'job') {
      throw new InvalidInputError([{ field: 'facet', description: 'has no values to suggest' }]);
    }
    requireAtMost('text', Array.from(text).length, MAX_CODE_POINTS);
    const { tree } = parseQuery(query, { capitalsOnly: operatorsInCapitalsOnly });
    const context = await compileContext(findJobs, corpus, tenantId, tree, signal);
    const filter = compileFilters(filters, context.now, found.filter);
    const { counts } = await countFields({
      alias: aliasOf(corpus, tenantId),
      query: compileQuery(tree, context),
      leftOut: HIDDEN,
      filter,
      fields: [found.of === 'values' ? { field: valueField(found.filter), limit: MOST_VALUES, filter } : { field: applicationField(found.filter), limit: MOST_VALUES, filter, ofApplications: compileOneApplication(filters, found.filter) }],
      signal,
    });
    return { values: suggest(counts[0]?.values ?? [], text, clampPageSize(limit, 10, 100)) };
  };
}
