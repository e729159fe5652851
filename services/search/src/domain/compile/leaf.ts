import { type Near, type Node, type Phrase, type Word } from '../query/tree';
import { type Token } from '../text/analyze';
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
export function compilePositioned(node: Positioned, group: StreamGroup, most = MOST_WORDS): EsQuery {
  if (node.kind !== 'near') {
    const [only, ...others] = node.analysis.tokens;
    if (only !== undefined && others.length === 0) {
      return anyOf(oneTokenClauses(only, node, group));
    }
  }
  return { intervals: { [`${group.path}.exact`]: toRule(node, group, most) } };
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

/** How much of what a leaf may be in a text is written out. */
type Depth = 'compounds' | 'own' | 'written' | 'unordered';

/**
 * Lucene writes rules of alternatives out as all their combinations, and refuses queries of more than some thousands of words. A leaf is
 * written out as far as it stays below this many words: with every word also as a compound of the text; with its own compounds as one word
 * only; as it is written; or without its orders, so that a compound may count for a part of it too.
 */
const DEPTHS: readonly Depth[] = ['compounds', 'own', 'written', 'unordered'];

/** A rule, and how many words Lucene makes of it. */
interface Costed {
  readonly rule: Rule;
  /** Alternatives that it has. */
  readonly ways: number;
  /** Words of each. */
  readonly words: number;
}

/** The same as a rule of intervals. */
export function toRule(node: Positioned, group: StreamGroup, most = MOST_WORDS): Rule {
  const costed = DEPTHS.map((depth) => costedRule(node, group, depth));
  return (costed.find(({ ways, words }) => ways * words <= most) ?? costed.at(-1) ?? { rule: {} }).rule;
}

/** A leaf may come to so many words; those of a query share them. */
const MOST_WORDS = 2_500;

/** How many words each leaf of a tree may come to. */
export function shareWords(tree: Node): number {
  return Math.floor(MOST_WORDS / Math.max(1, countLong(tree)));
}

/** Leaves of several words; what stands near each other is one. */
function countLong(node: Node): number {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.operands.reduce((sum, operand) => sum + countLong(operand), 0);
    case 'not':
    case 'prefer':
    case 'weighted':
    case 'field':
    case 'function':
      return countLong(node.operand);
    case 'near':
      return 1;
    case 'word':
    case 'phrase':
      return node.analysis.tokens.length > 1 ? 1 : 0;
    default:
      return 0;
  }
}

function costedRule(node: Positioned, group: StreamGroup, depth: Depth): Costed {
  if (node.kind === 'near') {
    return nearRule(node, group, depth);
  }
  return node.kind === 'phrase' && node.within !== undefined ? withinRule(unitsOf(node, group, depth), node.within, depth) : block(unitsOf(node, group, depth), 0);
}

/** A word of a leaf: a compound is one. */
interface Unit extends Costed {
  /** Equal for equal units. */
  readonly key: string;
  /** As one word. */
  readonly joined: string;
}

function unitsOf(node: Word | Phrase, group: StreamGroup, depth: Depth): Unit[] {
  const { tokens, joins } = node.analysis;
  const whole = joins.find(({ first, last }) => first === 0 && last === tokens.length - 1);
  const units: Unit[] = [];
  for (let position = 0; position < tokens.length; ) {
    const join = joins.find(({ first }) => first === position);
    const last = join?.last ?? position;
    const parts = tokens.slice(position, last + 1);
    const asParts = block(parts.map((token) => anyWay(tokenWays(token, node, group, depth === 'compounds'))), 0);
    const asOne = join === undefined || ((depth === 'written' || depth === 'unordered') && join !== whole) ? [] : joinedForms(join.exact, node, group);
    units.push({ ...anyWay([asParts, ...asOne]), key: parts.map(({ exact }) => exact).join(' '), joined: join?.exact ?? parts[0]?.exact ?? '' });
    position = last + 1;
  }
  return units;
}

const single = (rule: Rule): Costed => ({ rule, ways: 1, words: 1 });

function anyWay(costed: readonly Costed[]): Costed {
  return { rule: either(costed.map(({ rule }) => rule)), ways: costed.reduce((sum, { ways }) => sum + ways, 0), words: Math.max(...costed.map(({ words }) => words)) };
}

function allWays(rule: Rule, costed: readonly Costed[]): Costed {
  return { rule, ways: costed.reduce((product, { ways }) => product * ways, 1), words: costed.reduce((sum, { words }) => sum + words, costed.length > 1 ? 1 : 0) };
}

function block(costed: readonly Costed[], maxGaps?: number): Costed {
  return allWays(inOrder(costed.map(({ rule }) => rule), maxGaps), costed);
}

function tokenWays(token: Token, node: Word | Phrase, group: StreamGroup, withCompounds: boolean): Costed[] {
  const { exact, stem } = token;
  const [asWord, ...asCompound] = joinedForms(exact, node, group);
  const withStem = node.kind === 'word' && node.edits === undefined && !isPattern(token, node) && group.stemmed && stem !== undefined;
  return [
    ...(asWord === undefined ? [] : [asWord]),
    ...(withCompounds && mayBeCompound(exact) ? asCompound : []),
    ...(withStem ? [single({ match: { query: stem, use_field: `${group.path}.stem` } })] : []),
  ];
}

/** Words of one letter, with symbols, or of scripts without spaces are no compounds. */
function mayBeCompound(exact: string): boolean {
  return /^[^\p{P}\p{S}]{2,}$/u.test(exact.replaceAll(/[*?]/g, 'xx')) && !/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u.test(exact);
}

/** As a word of its own, and as a compound from its first to its last position: chains do not overlap, so the nearest end is its own. */
function joinedForms(exact: string, node: Word | Phrase, { path }: StreamGroup): Costed[] {
  const inStream = (stream?: string): Costed => {
    const field = stream === undefined ? {} : { use_field: `${path}.${stream}` };
    if (node.kind === 'word' && node.edits !== undefined) {
      return single({ fuzzy: { term: exact, fuzziness: node.edits, prefix_length: 1, transpositions: true, ...field } });
    }
    return single(node.kind === 'word' && /[*?]/.test(exact) ? { wildcard: { pattern: exact, ...field } } : { match: { query: exact, ...field } });
  };
  return [inStream(), block([inStream('join_first'), inStream('join_last')])];
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
/** So many units may be written out in every order. */
const MOST_ORDERED = 5;

/**
 * All units, nearest to each other. Lucene counts a repeated word as often as it is asked for; but a word inside a compound and that compound
 * are two to it, so where that may be, every order is written out.
 */
function withinRule(units: readonly Unit[], maxGaps: number, depth: Depth): Costed {
  const [only, ...others] = units;
  if (only !== undefined && others.length === 0) {
    return only;
  }
  if (depth === 'unordered' || units.length > MOST_ORDERED || !mayOverlap(units)) {
    return allWays({ all_of: { ordered: false, max_gaps: maxGaps, intervals: apart(units).map(({ rule }) => rule), ...IN_ONE_VALUE } }, units);
  }
  return anyWay(ordersOf(units).map((order) => inOneValue(order, maxGaps)));
}

/** Lucene makes one rule of equal ones, whose gaps it counts as of single words: equal ones are told apart by a filter that keeps all. */
function apart<Some extends Costed>(costed: readonly Some[]): Some[] {
  const seen: string[] = [];
  return costed.map((one) => {
    const key = JSON.stringify(one.rule);
    const times = seen.filter((other) => other === key).length;
    seen.push(key);
    return one.ways === 1 && one.words === 1 ? one : { ...one, rule: Array.from({ length: times }).reduce<Rule>((rule) => ({ any_of: { intervals: [rule], ...IN_ONE_VALUE } }), one.rule), words: one.words + times };
  });
}

function inOneValue(costed: readonly Costed[], maxGaps: number): Costed {
  return allWays({ all_of: { ordered: true, max_gaps: maxGaps, intervals: apart(costed).map(({ rule }) => rule), ...IN_ONE_VALUE } }, costed);
}

/** One unit may be a part of another's compound; of a compound that stands for itself anyway. */
function mayOverlap(units: readonly Unit[]): boolean {
  return units.some((one, index) => units.some((other, otherIndex) => index !== otherIndex && (one.key === other.key ? one.ways > 1 : other.joined.includes(one.joined))));
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
function nearRule({ left, right, distance }: Near, group: StreamGroup, depth: Depth): Costed {
  const [lefts, rights] = [itemsOf(left, group, depth), itemsOf(right, group, depth)];
  return anyWay(lefts.flatMap((a) => rights.flatMap((b) => [[a, b], [b, a]])).map((items) => inOneValue(items, distance)));
}

function itemsOf(node: Near['left'], group: StreamGroup, depth: Depth): Costed[] {
  switch (node.kind) {
    case 'or':
      return node.operands.flatMap((operand) => itemsOf(operand, group, depth));
    case 'weighted':
      return itemsOf(node.operand, group, depth);
    case 'word':
    case 'phrase':
      return [costedRule(node, group, depth)];
    default:
      return [];
  }
}
