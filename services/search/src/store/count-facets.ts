import { errors, type Client, type estypes } from '@elastic/elasticsearch';
import { UnavailableError } from '@secondlook/kit';

import { type EsQuery } from '../domain/compile/es-query';

/** A field to count over its own population: the counts of a category ignore its own filter and respect all others. */
export interface FieldToCount {
  readonly field: string;
  readonly limit: number;
  /** Of the search, without the category's own filter. */
  readonly filter: readonly EsQuery[];
}

export interface FieldCounts {
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly distinctValues: number;
  readonly withoutValue: number;
}

export interface CountRequest {
  readonly alias: string;
  readonly query: EsQuery;
  /** Who is not counted. */
  readonly leftOut: EsQuery;
  /** Every filter of the search. */
  readonly filter: readonly EsQuery[];
  readonly fields: readonly FieldToCount[];
  readonly signal: AbortSignal;
}

/** Up to this many different values are counted exactly; Elasticsearch's limit. */
const EXACT_CARDINALITY = 40_000;
const NOT_FOUND = 404;

export type CountFields = ReturnType<typeof createCountFields>;

/** Counts all fields in one request. One shard holds a tenant: counts are exact. */
export function createCountFields(client: Client) {
  return async ({ alias, query, leftOut, filter, fields, signal }: CountRequest): Promise<{ counts: FieldCounts[]; totalSize: number }> => {
    const aggregations = Object.fromEntries(fields.map(({ field, limit, filter: own }, index) => [`field_${index}`, toAggregation(field, limit, own)]));
    const response = await client
      .search(
        {
          index: alias,
          size: 0,
          track_total_hits: true,
          query: { bool: { must_not: [leftOut], filter: [query, { term: { deleted: false } }] } },
          aggregations: { ...aggregations, total: { filter: { bool: { filter: [...filter] } } } },
        },
        { signal },
      )
      .catch((error: unknown) => {
        if (error instanceof errors.ResponseError && error.statusCode === NOT_FOUND) {
          throw new UnavailableError('The index is being built; try again in a while.', { cause: error });
        }
        throw error;
      });
    return {
      counts: fields.map((_field, index) => toCounts(response.aggregations?.[`field_${index}`])),
      totalSize: docCount(response.aggregations?.['total']),
    };
  };
}

function toAggregation(field: string, limit: number, own: readonly EsQuery[]): estypes.AggregationsAggregationContainer {
  return {
    filter: { bool: { filter: [...own] } },
    aggregations: {
      values: { terms: { field, size: limit, order: [{ _count: 'desc' }, { _key: 'asc' }] } },
      distinct: { cardinality: { field, precision_threshold: EXACT_CARDINALITY } },
      without: { missing: { field } },
    },
  };
}

function toCounts(aggregate: unknown): FieldCounts {
  const buckets = arrayAt(objectAt(aggregate, 'values'), 'buckets');
  return {
    values: buckets.map((bucket) => ({ value: String(valueAt(bucket, 'key')), count: docCount(bucket) })),
    distinctValues: Number(valueAt(objectAt(aggregate, 'distinct'), 'value') ?? 0),
    withoutValue: docCount(objectAt(aggregate, 'without')),
  };
}

function docCount(bucket: unknown): number {
  return Number(valueAt(bucket, 'doc_count') ?? 0);
}

function valueAt(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null ? new Map(Object.entries(parent)).get(key) : undefined;
}

function objectAt(parent: unknown, key: string): unknown {
  return valueAt(parent, key);
}

function arrayAt(parent: unknown, key: string): readonly unknown[] {
  const value = valueAt(parent, key);
  return Array.isArray(value) ? value : [];
}
