import { type Near, type Phrase, type Word } from '../query/tree';
import { type Join, type Token } from '../text/analyze';
import { VALUE_START } from '../text/token-streams';
import { anyOf, type EsQuery, type Rule } from './es-query';

/** A group of parallel token streams in the index, as in `text` or `fields.title`. */
export interface StreamGroup {
  readonly path: string;
  /** It has a stream of stems: some of it is running text. */
  readonly stemmed: boolean;
}

/** What is looked for as words that stand somewhere. */
export type Positioned = Word | Phrase | Near;

/** Documents in which the group holds the leaf: a word by stem, exact form or compound; a phrase by exact forms and compounds. */
export function compilePositioned(node: Positioned, group: StreamGroup): EsQuery {
  if (node.kind !== 'near') {
    const [only, ...others] = node.analysis.tokens;
    if (only !== undefined && others.length === 0) {
      return anyOf(oneTokenClauses(only, node, group));
    }
  }
  return { intervals: { [`${group.path}.exact`]: toRule(node, group) } };
}

function oneTokenClauses(token: Token, node: Word | Phrase, { path, stemmed }: StreamGroup): EsQuery[] {
  const { exact, stem } = token;
  // The first half of a compound is enough: its last half always follows.
  const fields = [`${path}.exact`, `${path}.join_first`];
  if (node.kind === 'word' && node.edits !== undefined) {
    const fuzzy = { value: exact, fuzziness: node.edits, prefix_length: 1, max_expansions: MAX_SPELLINGS, transpositions: true };
    return fields.map((field) => ({ fuzzy: { [field]: fuzzy } }));
  }
  if (isPattern(token, node)) {
    return fields.map((field) => ({ wildcard: { [field]: { value: exact } } }));
  }
  const withStem = node.kind === 'word' && stemmed && stem !== undefined;
  return [...fields.map((field) => ({ term: { [field]: { value: exact } } })), ...(withStem ? [{ term: { [`${path}.stem`]: { value: stem } } }] : [])];
}

/** Other spellings of a word that are looked for; beyond, the nearest. */
const MAX_SPELLINGS = 1_024;

/** Only unquoted words hold wildcards: in a phrase they are punctuation. */
function isPattern({ exact }: Token, { kind }: Word | Phrase): boolean {
  return kind === 'word' && /[*?]/.test(exact);
}

/** The same as a rule of intervals. */
export function toRule(node: Positioned, group: StreamGroup): Rule {
  if (node.kind === 'near') {
    return nearRule(node, group);
  }
  return node.kind === 'phrase' && node.within !== undefined ? withinRule(unitsOf(node, group), node.within) : adjacentRule(node, group);
}

/**
 * Lucene writes a phrase of alternatives out as all their combinations, and refuses more than 1,024. A leaf with more than this is
 * matched as it is written: exact forms only, its parts as parts.
 */
const MAX_COMBINATIONS = 512;

function adjacentRule(node: Word | Phrase, group: StreamGroup): Rule {
  const units = unitsOf(node, group);
  const combinations = units.reduce((product, { ways }) => product * ways, 1);
  return combinations <= MAX_COMBINATIONS ? inOrder(units.map(({ rule }) => rule), 0) : asWritten(node.analysis.tokens, node.analysis.joins, group);
}

/** A leaf that is one compound is that also as one word. */
function asWritten(tokens: readonly Token[], joins: readonly Join[], group: StreamGroup): Rule {
  const parts: Rule = { match: { query: tokens.map(({ exact }) => exact).join(' '), ordered: true, max_gaps: 0 } };
  const whole = joins.find(({ first, last }) => first === 0 && last === tokens.length - 1);
  return whole === undefined ? parts : either([parts, ...joinedForms(whole.exact, group)]);
}

/** A word of a leaf: a compound is one. */
interface Unit {
  readonly rule: Rule;
  /** Alternatives that the rule has. */
  readonly ways: number;
  /** Equal for equal units. */
  readonly key: string;
}

function unitsOf(node: Word | Phrase, group: StreamGroup): Unit[] {
  const { tokens, joins } = node.analysis;
  const units: Unit[] = [];
  for (let position = 0; position < tokens.length; ) {
    const join = joins.find(({ first }) => first === position);
    const last = join?.last ?? position;
    const parts = tokens.slice(position, last + 1).map((token) => tokenWays(token, node, group));
    const rule = inOrder(parts.map(either), 0);
    const ways = parts.reduce((product, { length }) => product * length, 1);
    units.push(join === undefined ? { rule, ways, key: tokens[position]?.exact ?? '' } : { rule: either([rule, ...joinedForms(join.exact, group)]), ways: ways + 2, key: tokens.slice(position, last + 1).map(({ exact }) => exact).join(' ') });
    position = last + 1;
  }
  return units;
}

function tokenWays(token: Token, node: Word | Phrase, group: StreamGroup): Rule[] {
  const { exact, stem } = token;
  if (node.kind === 'word' && node.edits !== undefined) {
    return [{ fuzzy: { term: exact, fuzziness: node.edits, prefix_length: 1, transpositions: true } }];
  }
  if (isPattern(token, node)) {
    return [{ wildcard: { pattern: exact } }];
  }
  const withStem = node.kind === 'word' && group.stemmed && stem !== undefined;
  return [...joinedForms(exact, group), ...(withStem ? [{ match: { query: stem, use_field: `${group.path}.stem` } }] : [])];
}

/** As a word of its own, and as a compound from its first to its last position: chains do not overlap, so the nearest end is its own. */
function joinedForms(exact: string, { path }: StreamGroup): Rule[] {
  if (/[*?]/.test(exact)) {
    return [{ wildcard: { pattern: exact } }, inOrder([{ wildcard: { pattern: exact, use_field: `${path}.join_first` } }, { wildcard: { pattern: exact, use_field: `${path}.join_last` } }])];
  }
  return [{ match: { query: exact } }, inOrder([{ match: { query: exact, use_field: `${path}.join_first` } }, { match: { query: exact, use_field: `${path}.join_last` } }])];
}

function inOrder(intervals: readonly Rule[], maxGaps?: number): Rule {
  const [only, ...others] = intervals;
  return only !== undefined && others.length === 0 ? only : { all_of: { ordered: true, ...(maxGaps === undefined ? {} : { max_gaps: maxGaps }), intervals } };
}

function either(intervals: readonly Rule[]): Rule {
  const [only, ...others] = intervals;
  return only !== undefined && others.length === 0 ? only : { any_of: { intervals } };
}

/** No span runs from one value into the next. */
const IN_ONE_VALUE = { filter: { not_containing: { match: { query: VALUE_START } } } };
/** So many words in any order are written out order by order: a word then never counts twice. */
const MAX_WRITTEN_OUT = 4;

function withinRule(units: readonly Unit[], maxGaps: number): Rule {
  const [only, ...others] = units;
  if (only !== undefined && others.length === 0) {
    return only.rule;
  }
  if (units.length > MAX_WRITTEN_OUT) {
    return { all_of: { ordered: false, max_gaps: maxGaps, intervals: units.map(({ rule }) => rule), ...IN_ONE_VALUE } };
  }
  return either(ordersOf(units).map((order) => ({ all_of: { ordered: true, max_gaps: maxGaps, intervals: order.map(({ rule }) => rule), ...IN_ONE_VALUE } })));
}

/** Every order of some units; equal units change places once only. */
function ordersOf(units: readonly Unit[]): Unit[][] {
  if (units.length < 2) {
    return [[...units]];
  }
  const firsts = units.filter(({ key }, index) => units.findIndex((one) => one.key === key) === index);
  return firsts.flatMap((first) => {
    const at = units.indexOf(first);
    return ordersOf(units.filter((_unit, index) => index !== at)).map((rest) => [first, ...rest]);
  });
}

/** Either order; ORs are written out, so that no alternative hides a nearer one. */
function nearRule({ left, right, distance }: Near, group: StreamGroup): Rule {
  const [lefts, rights] = [itemsOf(left, group), itemsOf(right, group)];
  const pairs = lefts.flatMap((a) => rights.flatMap((b) => [[a, b], [b, a]]));
  return either(pairs.map((intervals) => ({ all_of: { ordered: true, max_gaps: distance, intervals, ...IN_ONE_VALUE } })));
}

function itemsOf(node: Near['left'], group: StreamGroup): Rule[] {
  switch (node.kind) {
    case 'or':
      return node.operands.flatMap((operand) => itemsOf(operand, group));
    case 'weighted':
      return itemsOf(node.operand, group);
    case 'word':
    case 'phrase':
      return [toRule(node, group)];
    default:
      return [];
  }
}
