import { type CategoryCounts, type CountCategoriesRequest, type CountCategoriesResponse, type FacetCounts } from '@secondlook/contracts';
import { clampPageSize, InvalidInputError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { categories, type CategoryDefinition } from '../domain/categories';
import { type Parts } from '.';

/** Search answers both the charts and the hits after a click, from the same query: so a bar equals the hits. */
export function createCountCategories({ search }: Parts) {
  return async (request: CountCategoriesRequest, { tenantId, signal }: Authenticated & CallContext): Promise<CountCategoriesResponse> => {
    const { query, filters, limit } = request;
    const chosen = choose(request);
    const { facets, totalSize } = await search.countFacets(
      { query, filters, facets: chosen.map(({ facet }) => ({ facet, limit: clampPageSize(limit, 10, 1_000) })) },
      { tenantId, signal },
    );
    return { categories: chosen.map((definition, index) => toCategory(definition, facets[index])), totalSize };
  };
}

function choose({ categories: wanted }: CountCategoriesRequest): CategoryDefinition[] {
  const unknown = wanted.findIndex((category) => !categories.some((definition) => definition.category === category));
  if (unknown >= 0) {
    throw new InvalidInputError([{ field: `categories[${unknown}]`, description: 'is no category' }]);
  }
  return categories.filter(({ category }) => wanted.length === 0 || wanted.includes(category));
}

function toCategory({ category, displayName, severalValuesPossible }: CategoryDefinition, counts: FacetCounts | undefined): CategoryCounts {
  const bars = counts?.values ?? [];
  return {
    category,
    displayName,
    severalValuesPossible,
    bars,
    otherValues: Math.max(0, (counts?.distinctValues ?? 0) - bars.length),
    noData: counts?.withoutValue ?? 0,
  };
}
