import { LimitError } from '@secondlook/kit';

import { type Node } from '../query/tree';
import { VALUE_END, VALUE_START } from '../text/token-streams';
import { type EsQuery, type Rule } from './es-query';
import { compilePositioned, toRule, type StreamGroup } from './leaf';

/** Documents in which one value of the group satisfies all of a tree, OR and NOT included. */
export function compileInOneValue(node: Node, group: StreamGroup, most: number): EsQuery {
  switch (node.kind) {
    case 'everyone':
      return { term: { [`${group.path}.exact`]: { value: VALUE_START } } };
    case 'word':
    case 'phrase':
    case 'near':
      // No leaf runs from one value into the next: that it is somewhere is that it is in a value.
      return compilePositioned(node, group, most);
    case 'weighted':
      return compileInOneValue(node.operand, group, most);
    case 'or':
      return { bool: { should: node.operands.map((operand) => compileInOneValue(operand, group, most)), minimum_should_match: 1 } };
    default:
      requireWritable(node);
      return { intervals: { [`${group.path}.exact`]: valuesWith(node, group, most, VALUE) } };
  }
}

/** Lucene writes out an AND of ORs about one value as all its combinations. */
const MOST_COMBINATIONS = 64;

function requireWritable(node: Node): void {
  const combinations = combinationsOf(node);
  if (combinations > MOST_COMBINATIONS) {
    throw new LimitError('combinations of ORs in a field', MOST_COMBINATIONS, combinations);
  }
}

function combinationsOf(node: Node, isNegated = false): number {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const each = node.operands.map((operand) => combinationsOf(operand, isNegated));
      return (node.kind === 'and') === isNegated ? each.reduce((sum, one) => sum + one, 0) : each.reduce((product, one) => product * one, 1);
    }
    case 'not':
      return combinationsOf(node.operand, !isNegated);
    case 'weighted':
    case 'prefer':
      return combinationsOf(node.operand, isNegated);
    default:
      return 1;
  }
}

/** Every value is an interval from sentinel to sentinel. */
const VALUE: Rule = { all_of: { ordered: true, intervals: [{ match: { query: VALUE_START } }, { match: { query: VALUE_END } }] } };

/** Those of some values that satisfy a tree, or that do not: negation goes down to the leaves, as Lucene loses values of several alternatives otherwise. */
function valuesWith(node: Node, group: StreamGroup, most: number, values: Rule, isNegated = false): Rule {
  switch (node.kind) {
    case 'and':
    case 'or':
      return (node.kind === 'and') === isNegated
        ? { any_of: { intervals: node.operands.map((operand) => valuesWith(operand, group, most, values, isNegated)) } }
        : node.operands.reduce((those, operand) => valuesWith(operand, group, most, those, isNegated), values);
    case 'not':
      return valuesWith(node.operand, group, most, values, !isNegated);
    case 'weighted':
    case 'prefer':
      return valuesWith(node.operand, group, most, values, isNegated);
    case 'word':
    case 'phrase':
    case 'near':
      return filtered(values, { [isNegated ? 'not_containing' : 'containing']: toRule(node, group, most) });
    default:
      return isNegated ? filtered(values, { not_contained_by: VALUE }) : values;
  }
}

function filtered(values: Rule, filter: Rule): Rule {
  return { any_of: { intervals: [values], filter } };
}
