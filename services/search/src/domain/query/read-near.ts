import { type CleanText } from '../text/clean-text';
import { isTextual, type Field } from './fields';
import { type NearOperator } from './lexemes';
import { fixOf, QueryRefusedError, type QueryNote } from './notes';
import { type Near, type Node } from './tree';

const MAX_DISTANCE = 50;
/** Each pair of alternatives is looked for by itself. */
const MAX_PAIRS = 64;

export interface NearItem {
  readonly node: Node | undefined;
  /** NOT or PREFER stands before it, which only the first may have: there it is of both. */
  readonly isSigned: boolean;
}

/** Joins the items of NEAR; what cannot be joined is refused with a rewrite. */
export function createNearReader({ text, rawOffset }: CleanText, refusals: QueryRefusedError[], notes: QueryNote[]) {
  function refuse(reason: string, operator: NearOperator, whole: { start: number; end: number }): void {
    const span = { start: rawOffset(operator.start), end: rawOffset(operator.end) };
    const rewritten = text.slice(whole.start, whole.end).replaceAll(/(?<= )NEAR\/\d+(?= )/g, 'AND');
    refusals.push(new QueryRefusedError('QR-14', reason, span, [fixOf('use AND instead', { start: rawOffset(whole.start), end: rawOffset(whole.end) }, rewritten)]));
  }

  return {
    combine(items: readonly NearItem[], operators: readonly NearOperator[], whole: { start: number; end: number }, field: Field | undefined): Node | undefined {
      const [operator, another] = operators;
      const [left, right] = items.map(({ node }) => node);
      if (operator === undefined || left === undefined || right === undefined) {
        return left ?? right;
      }
      if (items.some(({ isSigned }) => isSigned)) {
        refuse('What stands near something cannot be excluded by itself.', operator, whole);
      } else if (another !== undefined) {
        refuse('NEAR joins two items, not three.', another, whole);
      } else if (!isItem(left) || !isItem(right) || (field !== undefined && !isTextual(field))) {
        refuse('NEAR joins words, phrases and ORs of them.', operator, whole);
      } else if (countAlternatives(left) * countAlternatives(right) > MAX_PAIRS) {
        refuse(`NEAR of more than ${MAX_PAIRS} pairs is too much.`, operator, whole);
      }
      const distance = Math.min(operator.distance, MAX_DISTANCE);
      if (distance !== operator.distance) {
        notes.push({ code: 'clamped', message: `At most ${MAX_DISTANCE} words may stand between.`, startOffset: rawOffset(operator.start), endOffset: rawOffset(operator.end), fixes: [] });
      }
      const near: Near = { kind: 'near', distance, left, right };
      return near;
    },
  };
}

function isItem(node: Node): boolean {
  switch (node.kind) {
    case 'word':
    case 'phrase':
      return true;
    case 'weighted':
      return isItem(node.operand);
    case 'or':
      return node.operands.every((operand) => operand.kind !== 'or' && isItem(operand));
    default:
      return false;
  }
}

function countAlternatives(node: Node): number {
  return node.kind === 'or' ? node.operands.length : 1;
}
