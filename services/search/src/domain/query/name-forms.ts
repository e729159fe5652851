import { analyze } from '../text/analyze';
import { withUmlautsWrittenOut } from '../text/fold';
import { combine, type Near, type Node, type Phrase, type Word } from './tree';

/** What a leaf is in people's names beside what was typed: with ä ö ü written out. So Müller finds Mueller, as Mueller finds Müller. */
export function inNames<Leaf extends Word | Phrase | Near>(leaf: Leaf): Leaf | undefined {
  const other = writtenOut(leaf);
  return other === leaf ? undefined : other;
}

/** A tree that is looked for in names: any leaf may be in either form. */
export function withNameForms(node: Node): Node {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, operands: node.operands.map(withNameForms) };
    case 'not':
    case 'weighted':
    case 'prefer':
      return { ...node, operand: withNameForms(node.operand) };
    case 'word':
    case 'phrase':
    case 'near':
      return combine('or', [node, inNames(node) ?? []].flat()) ?? node;
    default:
      return node;
  }
}

function writtenOut<Some extends Node>(node: Some): Some {
  switch (node.kind) {
    case 'word':
    case 'phrase': {
      const text = withUmlautsWrittenOut(node.text);
      const wildcards = node.kind === 'word' && node.analysis.tokens.some(({ exact }) => /[*?]/.test(exact));
      return text === undefined ? node : { ...node, text, analysis: analyze({ text, rawOffset: (index) => index }, { wildcards }) };
    }
    case 'or': {
      const operands = node.operands.map(writtenOut);
      return operands.every((operand, index) => operand === node.operands[index]) ? node : { ...node, operands };
    }
    case 'weighted': {
      const operand = writtenOut(node.operand);
      return operand === node.operand ? node : { ...node, operand };
    }
    case 'near': {
      const [left, right] = [writtenOut(node.left), writtenOut(node.right)];
      return left === node.left && right === node.right ? node : { ...node, left, right };
    }
    default:
      return node;
  }
}
