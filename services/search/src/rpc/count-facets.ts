import { type CountFacetsRequest, type CountFacetsResponse, type FacetRequest, type Filters } from '@secondlook/contracts';
import { clampPageSize, InvalidInputError, requireAtMost, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { compileMonths, durationFields } from '../domain/compile/conditions';
import { noneOf } from '../domain/compile/es-query';
import { compileQuery } from '../domain/compile/query';
import { BANDS, findFacet, type FacetKind } from '../domain/facets';
import { applicationField, compileFilters, compileOneApplication, isUsed, valueField, yearsField } from '../domain/filters';
import { HIDDEN } from '../domain/hidden';
import { parseQuery } from '../domain/query/parse-query';
import { type ToCount } from '../store/count-facets';
import { compileContext } from './compile-context';
import { type Parts } from '.';

const MAX_FACETS = 50;

export function createCountFacets({ countFields, findJobs, aliasOf }: Parts) {
  return async ({ query: text, filters, facets, operatorsInCapitalsOnly, corpus }: CountFacetsRequest, { tenantId, signal }: Authenticated & CallContext): Promise<CountFacetsResponse> => {
    requireAtMost('facets', facets.length, MAX_FACETS);
    const query = parseQuery(text, { capitalsOnly: operatorsInCapitalsOnly });
    const wanted = facets.map((request, index) => ({ request, facet: facetOf(request, index) }));
    const context = await compileContext(findJobs, corpus, tenantId, query.tree, signal);
    const { counts, totalSize } = await countFields({
      alias: aliasOf(corpus, tenantId),
      query: compileQuery(query.tree, context),
      leftOut: HIDDEN,
      filter: compileFilters(filters, context.now),
      fields: wanted.map(({ request: { limit }, facet }) => toCount(facet, clampPageSize(limit, 10, 1_000), filters, context.now)),
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

function toCount(facet: FacetKind, limit: number, filters: Filters | undefined, now: Date): ToCount {
  const filter = compileFilters(filters, now, isUsed(filters, facet.filter) ? facet.filter : undefined);
  switch (facet.of) {
    case 'values':
      return { field: valueField(facet.filter), limit, filter };
    case 'applications':
      return { field: applicationField(facet.filter), limit, filter, ofApplications: compileOneApplication(filters, facet.filter) };
    case 'years': {
      const duration = yearsField(facet.filter);
      const bands = BANDS.map(({ value, min, max }) => ({ value, query: compileMonths(duration, min * 12, max === undefined ? undefined : (max + 1) * 12, now) }));
      return { bands, filter, unknown: noneOf(durationFields(duration).map((field) => ({ exists: { field } }))) };
    }
  }
}

function facetOf({ facet }: FacetRequest, index: number): FacetKind {
  const found = findFacet(facet);
  if (found === undefined) {
    throw new InvalidInputError([{ field: `facets[${index}].facet`, description: 'is no facet' }]);
  }
  return found;
}
