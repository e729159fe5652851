import { type Leaf, type Query } from './query/parse-query';
import { type Analysis, type Token } from './text/analyze';

/** Structured queries of Elasticsearch. Only these are ever sent: no query text reaches it. */
export type EsQuery = Readonly<Record<string, unknown>>;

type Rule = Readonly<Record<string, unknown>>;

const EXACT = 'text.exact';
const STEM = 'text.stem';
const JOIN_FIRST = 'text.join_first';
const JOIN_LAST = 'text.join_last';

/** A leaf in the token streams: a word by stem, exact form or compound; a phrase by exact forms and compounds, adjacent and in order. */
export function compileLeaf({ kind, analysis }: Leaf): EsQuery {
  const [only, ...others] = analysis.tokens;
  if (only !== undefined && others.length === 0) {
    return anyOf(oneTokenClauses(only, kind === 'word'));
  }
  return { intervals: { [EXACT]: wholeRule(analysis, kind === 'word') } };
}

function oneTokenClauses({ exact, stem }: Token, stemmed: boolean): EsQuery[] {
  return [
    { term: { [EXACT]: { value: exact } } },
    ...(stemmed && stem !== undefined ? [{ term: { [STEM]: { value: stem } } }] : []),
    // The first half of a compound is enough: its last half always follows.
    { term: { [JOIN_FIRST]: { value: exact } } },
  ];
}

function anyOf(should: readonly EsQuery[]): EsQuery {
  return { bool: { should, minimum_should_match: 1 } };
}

/**
 * Lucene writes a phrase of alternatives out as all their combinations, and refuses more than 1,024. A leaf with more than this is
 * matched as it is written: exact forms only, its parts as parts.
 */
const MAX_COMBINATIONS = 512;

/** All tokens, adjacent; a compound among them also as one word. */
function wholeRule({ tokens, joins }: Analysis, stemmed: boolean): Rule {
  const rules: Rule[] = [];
  let combinations = 1;
  for (let position = 0; position < tokens.length && combinations <= MAX_COMBINATIONS; ) {
    const join = joins.find(({ first }) => first === position);
    const last = join?.last ?? position;
    const parts = tokens.slice(position, last + 1);
    const ways = parts.reduce((product, { stem }) => product * (stemmed && stem !== undefined ? 3 : 2), 1);
    combinations *= join === undefined ? ways : ways + 2;
    const rule = adjacent(parts.map((token) => tokenRule(token, stemmed)));
    rules.push(join === undefined ? rule : either([rule, exactRule(join.exact), joinRule(join.exact)]));
    position = last + 1;
  }
  return combinations <= MAX_COMBINATIONS ? adjacent(rules) : asWritten({ tokens, joins });
}

/** A leaf that is one compound is that also as one word. */
function asWritten({ tokens, joins }: Analysis): Rule {
  const parts: Rule = { match: { query: tokens.map(({ exact }) => exact).join(' '), ordered: true, max_gaps: 0 } };
  const whole = joins.find(({ first, last }) => first === 0 && last === tokens.length - 1);
  return whole === undefined ? parts : either([parts, exactRule(whole.exact), joinRule(whole.exact)]);
}

function tokenRule({ exact, stem }: Token, stemmed: boolean): Rule {
  const stems = stemmed && stem !== undefined ? [{ match: { query: stem, use_field: STEM } }] : [];
  return either([exactRule(exact), ...stems, joinRule(exact)]);
}

function exactRule(token: string): Rule {
  return { match: { query: token } };
}

/** A compound from its first to its last position. Chains do not overlap: the nearest end is its own. */
function joinRule(token: string): Rule {
  const intervals = [{ match: { query: token, use_field: JOIN_FIRST } }, { match: { query: token, use_field: JOIN_LAST } }];
  return { all_of: { ordered: true, intervals } };
}

function adjacent(intervals: readonly Rule[]): Rule {
  const [only, ...others] = intervals;
  return only !== undefined && others.length === 0 ? only : { all_of: { ordered: true, max_gaps: 0, intervals } };
}

function either(intervals: readonly Rule[]): Rule {
  return { any_of: { intervals } };
}

/** The query in documents that have only token streams: profiles, jobs. */
export function compileQuery({ wanted, excluded }: Query): { must: EsQuery[]; mustNot: EsQuery[] } {
  return { must: wanted.map(compileLeaf), mustNot: excluded.map(compileLeaf) };
}

/** Nobody who is hidden is among hits, totals or counts. */
export const HIDDEN: EsQuery = { exists: { field: 'hidden' } };
/** Those of them whom searches count all the same. */
export const CONSENT_ENDED: EsQuery = { term: { hidden: 'consent_ended' } };

/** Jobs whose names a leaf is in: they were looked up before. */
export type JobsOfLeaf = ReadonlyMap<Leaf, readonly string[]>;

/** The query in candidates: a leaf is in the token streams, or in the name of a job the candidate applied for. */
export function compileCandidateQuery({ wanted, excluded }: Query, jobs: JobsOfLeaf): { must: EsQuery[]; mustNot: EsQuery[] } {
  const toClause = (leaf: Leaf): EsQuery => {
    const ids = jobs.get(leaf) ?? [];
    return ids.length === 0 ? compileLeaf(leaf) : anyOf([compileLeaf(leaf), { constant_score: { filter: { terms: { job_ids: ids } }, boost: 1 } }]);
  };
  return { must: wanted.map(toClause), mustNot: excluded.map(toClause) };
}
