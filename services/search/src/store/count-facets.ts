import { errors, type Client, type estypes } from '@elastic/elasticsearch';
import { UnavailableError } from '@secondlook/kit';

import { type EsQuery } from '../domain/compile/es-query';
import { refuseTooLarge } from './refuse-too-large';

/** What to count over its own population: the counts of a category ignore its own filter and respect all others. */
export type ToCount = ValuesToCount | BandsToCount;

export interface ValuesToCount {
  readonly field: string;
  readonly limit: number;
  /** Of the search, without the category's own filter. */
  readonly filter: readonly EsQuery[];
  /** The field is of applications, and these are counted: people with any of them. */
  readonly ofApplications?: readonly EsQuery[];
}

export interface BandsToCount {
  readonly bands: readonly { readonly value: string; readonly query: EsQuery }[];
  readonly filter: readonly EsQuery[];
  /** Whoever is in no band for want of a number. */
  readonly unknown: EsQuery;
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
  readonly fields: readonly ToCount[];
  readonly signal: AbortSignal;
}

/** Up to this many different values are counted exactly; Elasticsearch's limit. */
const EXACT_CARDINALITY = 40_000;
const NOT_FOUND = 404;

export type CountFields = ReturnType<typeof createCountFields>;

/** Counts all fields in one request. One shard holds a tenant: counts are exact. */
export function createCountFields(client: Client) {
  return async ({ alias, query, leftOut, filter, fields, signal }: CountRequest): Promise<{ counts: FieldCounts[]; totalSize: number }> => {
    const aggregations = Object.fromEntries(fields.map((field, index) => [`field_${index}`, 'bands' in field ? toBands(field) : toAggregation(field)]));
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
        throw refuseTooLarge(error) ?? error;
      });
    return {
      counts: fields.map((field, index) => toCounts(response.aggregations?.[`field_${index}`], field)),
      totalSize: docCount(response.aggregations?.['total']),
    };
  };
}

function toAggregation({ field, limit, filter, ofApplications }: ValuesToCount): estypes.AggregationsAggregationContainer {
  const distinct = { cardinality: { field, precision_threshold: EXACT_CARDINALITY } };
  if (ofApplications === undefined) {
    const values = { terms: { field, size: limit, order: [{ _count: 'desc' as const }, { _key: 'asc' as const }] } };
    return { filter: { bool: { filter: [...filter] } }, aggregations: { values, distinct, without: { missing: { field } } } };
  }
  const values = { terms: { field, size: limit, order: [{ people: 'desc' as const }, { _key: 'asc' as const }] }, aggregations: { people: { reverse_nested: {} } } };
  return {
    filter: { bool: { filter: [...filter] } },
    aggregations: {
      nested: { nested: { path: 'applications' }, aggregations: { those: { filter: { bool: { filter: [...ofApplications] } }, aggregations: { values, distinct } } } },
      without: { filter: { bool: { must_not: [{ nested: { path: 'applications', query: { exists: { field } } } }] } } },
    },
  };
}

function toBands({ bands, filter, unknown }: BandsToCount): estypes.AggregationsAggregationContainer {
  return {
    filter: { bool: { filter: [...filter] } },
    aggregations: { bands: { filters: { filters: Object.fromEntries(bands.map(({ value, query }) => [value, query])) } }, without: { filter: unknown } },
  };
}

function toCounts(aggregate: unknown, toCount: ToCount): FieldCounts {
  const withoutValue = docCount(valueAt(aggregate, 'without'));
  if ('bands' in toCount) {
    const counted = valueAt(valueAt(aggregate, 'bands'), 'buckets');
    const values = toCount.bands.map(({ value }) => ({ value, count: docCount(valueAt(counted, value)) }));
    return { values, distinctValues: values.length, withoutValue };
  }
  const holder = toCount.ofApplications === undefined ? aggregate : valueAt(valueAt(aggregate, 'nested'), 'those');
  const buckets = arrayAt(valueAt(holder, 'values'), 'buckets');
  return {
    values: buckets.map((bucket) => ({ value: String(valueAt(bucket, 'key')), count: docCount(toCount.ofApplications === undefined ? bucket : valueAt(bucket, 'people')) })),
    distinctValues: Number(valueAt(valueAt(holder, 'distinct'), 'value') ?? 0),
    withoutValue,
  };
}

function docCount(bucket: unknown): number {
  return Number(valueAt(bucket, 'doc_count') ?? 0);
}

function valueAt(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null ? new Map(Object.entries(parent)).get(key) : undefined;
}

function arrayAt(parent: unknown, key: string): readonly unknown[] {
  const value = valueAt(parent, key);
  return Array.isArray(value) ? value : [];
}
