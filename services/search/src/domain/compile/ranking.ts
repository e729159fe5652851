import { leavesOf, type Node } from '../query/tree';
import { groupsOf, isStemmed } from '../streams';
import { inNames } from '../query/name-forms';
import { anyOf, type EsQuery } from './es-query';
import { compilePositioned, shareWords, type Positioned } from './leaf';
import { compileQuery, type CompileContext } from './query';

/**
 * Rank is a sum that can be read out: each leaf of a query that somebody fits gives its weight (`^n`, 1 otherwise); a word or phrase gives
 * it again, times these, for where it stands. Nothing of it depends on other people: it is the same for one version of the index, whoever
 * else is in it.
 */
export const PLACES = [['name', 4], ['cur_title', 3], ['skill', 2], ['headline', 1], ['past_title', 1], ['cur_company', 1]] as const;
/** Beyond so many leaves, and of longer ones, only their weights count: each place is a clause more. */
const MAX_PLACED = 20;
const MAX_TOKENS = 5;
/** What each place of a leaf may come to: of longer ones, places count as they are written. */
const MAX_WORDS = 24;

/** Clauses that only rank. */
export function compileRanking(tree: Node, context: CompileContext): EsQuery[] {
  const leaves = [...rankedLeaves(tree, 1)];
  const most = shareWords(tree);
  const required = new Set<Node>(tree.kind === 'and' ? tree.operands.map(withoutWeight) : [withoutWeight(tree)]);
  return leaves.flatMap(({ node, weight }, index) => [
    // Whoever is found fits what is required: it raises nobody above others.
    ...(required.has(node) ? [] : [constant(compileQuery(node, context, most), weight)]),
    ...(index < MAX_PLACED && isShort(node) ? compilePlaces(node, weight) : []),
  ]);
}

function compilePlaces(node: Positioned, weight: number): EsQuery[] {
  return PLACES.flatMap(([place, times]) => {
    const forms = [node, (place === 'name' ? inNames(node) : undefined) ?? []].flat();
    return groupsOf(place).map((group) => constant(anyOf(forms.map((form) => compilePositioned(form, { path: `fields.${group}`, stemmed: isStemmed(group) }, MAX_WORDS))), weight * times));
  });
}

function constant(filter: EsQuery, boost: number): EsQuery {
  return { constant_score: { filter, boost } };
}

function withoutWeight(node: Node): Node {
  return node.kind === 'weighted' ? node.operand : node;
}

/** Other spellings of several words cost too much for each place. */
function isShort(node: Node): node is Positioned {
  if (node.kind !== 'near' && node.kind !== 'word' && node.kind !== 'phrase') {
    return false;
  }
  const leaves = [...leavesOf(node)].filter((leaf) => leaf.kind !== 'value');
  const tokens = leaves.flatMap(({ analysis }) => analysis.tokens);
  const hasAlternatives = node.kind === 'near' && leaves.length > 2;
  const isPlain = leaves.every((leaf) => leaf.kind === 'phrase' || (leaf.edits === undefined && !/[*?]/.test(leaf.text)));
  return !hasAlternatives && tokens.length <= (isPlain ? MAX_TOKENS : 1);
}

interface Ranked {
  readonly node: Node;
  readonly weight: number;
}

/** What is wanted, not what is excluded; fields and functions as wholes. */
export function* rankedLeaves(node: Node, weight: number): Generator<Ranked> {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) {
        yield* rankedLeaves(operand, weight);
      }
      break;
    case 'prefer':
      yield* rankedLeaves(node.operand, weight);
      break;
    case 'weighted':
      yield* rankedLeaves(node.operand, weight * node.weight);
      break;
    case 'word':
    case 'phrase':
    case 'near':
    case 'field':
    case 'function':
      yield { node, weight };
      break;
    default:
      break;
  }
}
