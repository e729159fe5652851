import { kindOf, type Field } from './fields';
import { type Node } from './tree';
import { printValue } from './values';

/** The canonical text of a query: reading it gives the same tree, and nothing to repair. Empty for everyone. */
export function printQuery(tree: Node): string {
  return tree.kind === 'everyone' ? '' : print(tree);
}

/** Part of a query, in the same spelling. */
export function printNode(node: Node): string {
  return print(node);
}

function print(node: Node, field?: Field): string {
  const part = (inner: Node) => print(inner, field);
  const grouped = (inner: Node, kinds: readonly Node['kind'][]) => (kinds.includes(inner.kind) ? `(${part(inner)})` : part(inner));
  switch (node.kind) {
    case 'everyone':
      return '*';
    case 'and':
      return node.operands.map((operand) => grouped(operand, ['or'])).join(' AND ');
    case 'or':
      return node.operands.map((operand) => grouped(operand, ['and'])).join(' OR ');
    case 'not':
      return `NOT ${grouped(node.operand, ['and', 'or', 'not', 'prefer'])}`;
    case 'prefer':
      return `PREFER ${grouped(node.operand, ['and', 'or', 'prefer'])}`;
    case 'weighted':
      return `${grouped(node.operand, ['and', 'or', 'not', 'prefer', 'near', 'weighted'])}^${node.weight}`;
    case 'near':
      return `${grouped(node.left, ['or'])} NEAR/${node.distance} ${grouped(node.right, ['or'])}`;
    case 'field': {
      const isGroup = ['and', 'or', 'not', 'near', 'weighted'].includes(node.operand.kind);
      const inner = print(node.operand, node.field);
      return `${node.field}:${isGroup ? `(${inner})` : inner}`;
    }
    case 'function':
      return `${node.name}(${part(node.operand)})`;
    case 'word':
      return `${withoutEntities(node.text)}${node.edits === undefined ? '' : `~${node.edits}`}`;
    case 'phrase':
      return `"${withoutEntities(node.text)}"${node.within === undefined ? '' : `~${node.within}`}`;
    case 'value': {
      const value = withoutEntities(printValue(node.value));
      return field !== undefined && kindOf(field) === 'exact' ? `"${value}"` : value;
    }
  }
}

/** Cleaning decodes entities once: what looks like one is written as what decodes to it. */
function withoutEntities(text: string): string {
  return text.replaceAll(/&(?=(?:amp|quot|#39|lt|gt);)/g, '&amp;');
}
