/** Structured queries of Elasticsearch. Only these are ever sent: no query text reaches it. */
export type EsQuery = Readonly<Record<string, unknown>>;

/** A rule of an intervals query. */
export type Rule = Readonly<Record<string, unknown>>;

export const MATCH_ALL: EsQuery = { match_all: {} };
export const MATCH_NONE: EsQuery = { match_none: {} };

export function anyOf(should: readonly EsQuery[]): EsQuery {
  const [only, ...others] = should;
  return only === undefined ? MATCH_NONE : others.length === 0 ? only : { bool: { should, minimum_should_match: 1 } };
}

export function allOf(filter: readonly EsQuery[]): EsQuery {
  const [only, ...others] = filter;
  return only === undefined ? MATCH_ALL : others.length === 0 ? only : { bool: { filter } };
}

export function noneOf(mustNot: readonly EsQuery[]): EsQuery {
  return { bool: { must_not: mustNot } };
}
