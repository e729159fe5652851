import { type Filters } from '@secondlook/contracts';

import { printNode, printQuery } from './query/print-query';
import { combine, EVERYONE, type Node } from './query/tree';

/** A search without one of its parts. */
export interface Relaxed {
  readonly removed: string;
  readonly isFilter: boolean;
  readonly tree: Node;
  readonly query: string;
  readonly filters: Filters | undefined;
}

/** More would be as many searches. */
const MOST = 20;

/** The search without each of its required parts and each of its filters; what was asked of the same group is left out one by one. */
export function relax(tree: Node, filters: Filters | undefined): Relaxed[] {
  const operands = tree.kind === 'and' ? tree.operands : tree.kind === 'everyone' ? [] : [tree];
  const terms = operands
    .filter(({ kind }) => kind !== 'prefer')
    .map((operand): Relaxed => {
      const rest = combine('and', operands.filter((one) => one !== operand)) ?? EVERYONE;
      return { removed: printNode(operand), isFilter: false, tree: rest, query: printQuery(rest), filters };
    });
  const names = Object.entries(filters ?? {}).flatMap(([name, filter]) => (isUsed(filter) ? [name] : []));
  const ofFilters = names.map((name): Relaxed => ({ removed: toSnakeCase(name), isFilter: true, tree, query: printQuery(tree), filters: filters === undefined ? undefined : { ...filters, [name]: undefined } }));
  return [...terms.toSorted((a, b) => a.removed.length - b.removed.length), ...ofFilters].slice(0, MOST);
}

function isUsed(filter: unknown): boolean {
  return typeof filter === 'object' && filter !== null && (!('anyOf' in filter) || (Array.isArray(filter.anyOf) && filter.anyOf.length > 0));
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
