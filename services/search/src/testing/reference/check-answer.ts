import { compileQuery } from '../../domain/compile/query';
import { type Positioned } from '../../domain/compile/leaf';
import { findStretches, toSearchedText } from '../../domain/find-stretches';
import { applyFix } from '../../domain/query/notes';
import { inNames } from '../../domain/query/name-forms';
import { parseQuery, type Query } from '../../domain/query/parse-query';
import { type Node } from '../../domain/query/tree';
import { type Value } from './match-leaf';
import { type Subject } from './subject';

/** What else must hold of an answer: what was found lights up, the canonical text means the same, and fixes can be read. */
export function checkAnswer(typed: string, { tree, canonical, notes }: Query, found: readonly Subject[], now: Date): string[] {
  const unlit = requiredLeaves(tree).flatMap((leaf) => found.filter(({ bare }) => !bare.some((value) => isLit(leaf, value))).map(({ id }) => `${leaf.kind} ${leaf.kind === 'near' ? '' : leaf.text} does not light up in ${id}`));
  const context = { now, jobIds: () => ['job'] };
  const again = parseQuery(canonical);
  const isSame = JSON.stringify(compileQuery(again.tree, context)) === JSON.stringify(compileQuery(tree, context));
  const unread = notes.flatMap(({ code, fixes }) => fixes.map((fix) => ({ code, fixed: applyFix(typed, fix) }))).filter(({ fixed }) => !isReadable(fixed));
  return [
    ...unlit.slice(0, 1),
    ...(isSame && again.canonical === canonical ? [] : [`canonical ${JSON.stringify(canonical)} is read as ${JSON.stringify(again.canonical)}`]),
    ...unread.map(({ code, fixed }) => `a fix of ${code} gives ${JSON.stringify(fixed)}, which is refused`),
  ].slice(0, 1);
}

function isLit(leaf: Positioned, { analysis, stemmed, isName }: Value): boolean {
  const forms = [leaf, (isName ? inNames(leaf) : undefined) ?? []].flat();
  return forms.some((form) => findStretches(form, toSearchedText(analysis, stemmed)).length > 0);
}

/** Leaves that everybody found must have. */
function requiredLeaves(node: Node): Positioned[] {
  switch (node.kind) {
    case 'and':
      return node.operands.flatMap(requiredLeaves);
    case 'weighted':
      return requiredLeaves(node.operand);
    case 'word':
    case 'phrase':
    case 'near':
      return [node];
    default:
      return [];
  }
}

function isReadable(typed: string): boolean {
  try {
    parseQuery(typed);
    return true;
  } catch {
    return false;
  }
}
