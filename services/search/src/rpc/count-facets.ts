import { Facet, type CountFacetsRequest, type CountFacetsResponse, type FacetRequest } from '@secondlook/contracts';
import { clampPageSize, InvalidInputError, requireAtMost, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { compileQuery, findJobLookups } from '../domain/compile/query';
import { compileFilters, countedField, isUsed, type CountedFilter } from '../domain/filters';
import { HIDDEN } from '../domain/hidden';
import { parseQuery } from '../domain/query/parse-query';
import { type Parts } from '.';

const FILTERS: Readonly<Partial<Record<Facet, CountedFilter>>> = {
  [Facet.LOCATION]: 'location',
  [Facet.CURRENT_COMPANY]: 'currentCompany',
  [Facet.CURRENT_TITLE]: 'currentTitle',
  [Facet.SKILLS]: 'skill',
  [Facet.SCHOOL]: 'school',
};
const MAX_FACETS = 50;

export function createCountFacets({ countFields, findJobs, candidatesAlias }: Parts) {
  return async ({ query: text, filters, facets, operatorsInCapitalsOnly }: CountFacetsRequest, { tenantId, signal }: Authenticated & CallContext): Promise<CountFacetsResponse> => {
    requireAtMost('facets', facets.length, MAX_FACETS);
    const query = parseQuery(text, { capitalsOnly: operatorsInCapitalsOnly });
    const wanted = facets.map((request, index) => ({ request, filter: filterOf(request, index) }));
    const jobIds = await findJobs.lookUp(tenantId, [...findJobLookups(query.tree)], signal);
    const filter = compileFilters(filters);
    const { counts, totalSize } = await countFields({
      alias: candidatesAlias(tenantId),
      query: compileQuery(query.tree, { now: new Date(), jobIds }),
      leftOut: HIDDEN,
      filter,
      fields: wanted.map(({ request: { limit }, filter: own }) => ({
        field: countedField(own),
        limit: clampPageSize(limit, 10, 1_000),
        filter: isUsed(filters, own) ? compileFilters(filters, own) : filter,
      })),
      signal,
    });
    return {
      facets: wanted.map(({ request: { facet } }, index) => ({
        facet,
        values: [...(counts[index]?.values ?? [])],
        distinctValues: counts[index]?.distinctValues ?? 0,
        withoutValue: counts[index]?.withoutValue ?? 0,
      })),
      totalSize,
    };
  };
}

function filterOf({ facet }: FacetRequest, index: number): CountedFilter {
  const filter = FILTERS[facet];
  if (filter === undefined) {
    throw new InvalidInputError([{ field: `facets[${index}].facet`, description: 'is no facet' }]);
  }
  return filter;
}
