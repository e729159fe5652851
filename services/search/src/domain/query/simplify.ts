import { type QueryNote } from './notes';
import { combine, leavesOf, type Leaf, type Node } from './tree';

/** The tree without some of its leaves; undefined when nothing is left. */
export function without(node: Node, isDropped: (leaf: Node) => boolean): Node | undefined {
  if (isDropped(node)) {
    return undefined;
  }
  switch (node.kind) {
    case 'and':
    case 'or':
      return combine(node.kind, node.operands.flatMap((operand) => without(operand, isDropped) ?? []));
    case 'not': {
      const operand = without(node.operand, isDropped);
      return operand?.kind === 'not' ? operand.operand : operand === undefined ? undefined : { ...node, operand };
    }
    case 'prefer':
    case 'weighted':
    case 'field':
    case 'function': {
      const operand = without(node.operand, isDropped);
      return operand === undefined ? undefined : { ...node, operand };
    }
    default:
      return node;
  }
}

/** A preference restricts nothing, so it means something at the top only: others are dropped whole, and that is said. */
export function placePreferences(read: Node | undefined): { tree: Node | undefined; notes: QueryNote[] } {
  const notes: QueryNote[] = [];
  if (read === undefined) {
    return { tree: undefined, notes };
  }
  const dropNested = (node: Node): Node | undefined =>
    without(node, (one) => {
      if (one.kind === 'prefer') {
        const leaves = [...leavesOf(one)];
        notes.push(...(leaves.every(isDangling) ? [] : [{ code: 'prefer-dropped' as const, message: 'PREFER counts at the top of a query only; it is dropped here, with what it prefers.', ...spanOf(leaves), fixes: [] }]));
        return true;
      }
      return false;
    });
  const operands = read.kind === 'and' ? read.operands : [read];
  const placed = operands.flatMap((operand): Node[] => {
    const inner = dropNested(operand.kind === 'prefer' ? operand.operand : operand);
    return inner === undefined ? [] : [operand.kind === 'prefer' ? { kind: 'prefer', operand: inner } : inner];
  });
  return { tree: combine('and', placed), notes };
}

/** The word OR where it joins nothing was said already. */
function isDangling(leaf: Leaf): boolean {
  return leaf.kind === 'phrase' && /^or$/i.test(leaf.text);
}

function spanOf(leaves: readonly Leaf[]): { startOffset: number; endOffset: number } {
  return { startOffset: leaves[0]?.at.start ?? 0, endOffset: leaves.at(-1)?.at.end ?? 0 };
}
