import { type CleanText } from '../text/clean-text';
import { type Field } from './fields';
import { toPageHandle } from './page-handle';
import { type FieldNode, type Node, type Span } from './tree';

const EMAIL = /^[^\s@"(),:;<>[\]\\]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i;
/** How SmartRecruiters writes the id of a candidate (API reference §3). */
const ATS_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An address of a person, or the ATS's id of one, typed alone: looked up exactly, and words of no text. */
export function readLookup({ text, rawOffset }: CleanText): FieldNode | undefined {
  const typed = text.trim();
  const found = toLookup(typed);
  if (found === undefined) {
    return undefined;
  }
  const start = text.indexOf(typed);
  return toNode(found, { start: rawOffset(start), end: rawOffset(start + typed.length) });
}

/** The same of a word that nothing but what was dropped stands beside. */
export function asLookup(tree: Node): FieldNode | undefined {
  const found = tree.kind === 'word' && tree.edits === undefined ? toLookup(tree.text) : undefined;
  return tree.kind === 'word' && found !== undefined ? toNode(found, tree.at) : undefined;
}

function toNode({ field, code }: { field: Field; code: string }, at: Span): FieldNode {
  return { kind: 'field', field, operand: { kind: 'value', value: { kind: 'code', code }, at } };
}

function toLookup(typed: string): { field: Field; code: string } | undefined {
  if (EMAIL.test(typed)) {
    return { field: 'email', code: typed.toLowerCase() };
  }
  if (ATS_ID.test(typed)) {
    return { field: 'id', code: typed.toLowerCase() };
  }
  const page = /^\S+\/\S+$/.test(typed) ? toPageHandle(typed) : undefined;
  return page === undefined ? undefined : { field: page.site, code: page.handle };
}
