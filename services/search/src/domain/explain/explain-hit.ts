import { type Candidate, type HitReason } from '@secondlook/contracts';

import { type CandidateDocument } from '../candidate-document';
import { compileQuery } from '../compile/query';
import { type Positioned } from '../compile/leaf';
import { rankedLeaves } from '../compile/ranking';
import { mergeRanges } from '../find-highlights';
import { findStretches } from '../find-stretches';
import { isTextual, kindOf, type FunctionName } from '../query/fields';
import { inNames } from '../query/name-forms';
import { printNode } from '../query/print-query';
import { leavesOf, wantedIn, type FieldNode, type Node } from '../query/tree';
import { groupsOf, type EntryKind } from '../streams';
import { fits } from './fits';
import { has, isRepeated, textsOf, type ShownEntry, type ShownTexts, type ShownValue } from './values-of';

const MAX_REASONS = 20;
const ENTRIES: Readonly<Record<FunctionName, EntryKind>> = { role: 'roles', edu: 'schools', app: 'applications' };
/** What bare words search in an entry. */
const BARE: Readonly<Record<EntryKind, readonly string[]>> = { roles: ['title', 'company', 'description'], schools: ['school', 'degree', 'major'], applications: ['job', 'status', 'substatus', 'source'] };

/** Why a candidate is found: for each part of the query the words that matched, and where they stand; by the analysis that the index is searched by. */
export function explainHit(tree: Node, candidate: Candidate, document: CandidateDocument, jobTitles: ReadonlyMap<string, string>, now: Date): HitReason[] {
  const texts = textsOf(candidate, jobTitles, now);
  return [...rankedLeaves(tree, 1)].flatMap(({ node }) => reasonsOf(node, texts, document, now).slice(0, MAX_REASONS));
}

function reasonsOf(node: Node, texts: ShownTexts, document: CandidateDocument, now: Date): HitReason[] {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'near':
      return texts.values.filter((value) => !isRepeated(value)).flatMap((value) => toReason(node, formsIn(value, [node]), value));
    case 'field':
      return reasonsOfField(node, texts, document, now);
    case 'function': {
      const entries = texts.entries.filter((entry) => entry.kind === ENTRIES[node.name] && entrySatisfies(node.operand, entry));
      return entries.flatMap((entry) => entry.values.flatMap((value) => toReason(node, positionedIn(node.operand, value.field), value)));
    }
    default:
      return [];
  }
}

function reasonsOfField(node: FieldNode, texts: ShownTexts, document: CandidateDocument, now: Date): HitReason[] {
  const { field, operand } = node;
  if (kindOf(field) === 'application') {
    return texts.entries.filter(({ kind }) => kind === 'applications').flatMap(({ values }) => values.filter((value) => value.field === field && valueSatisfies(operand, value)).flatMap((value) => toReason(node, positionedIn(operand), value)));
  }
  if (isTextual(field)) {
    const groups: readonly string[] = groupsOf(field);
    return texts.values.filter((value) => groups.includes(value.field) && valueSatisfies(operand, value)).flatMap((value) => toReason(node, formsIn(value, positionedIn(operand)), value));
  }
  const isFound = fits(compileQuery(node, { now, jobIds: () => [] }), document);
  return isFound ? [{ part: printNode(node), ...offsetsOf(node), field, text: printNode({ ...node, operand }).slice(field.length + 1), highlights: [], attachmentId: '', page: 0 }] : [];
}

/** Names are found with ä ö ü written out, too. */
function formsIn({ field }: ShownValue, leaves: readonly Positioned[]): Positioned[] {
  return field.endsWith('name') ? leaves.flatMap((leaf) => [leaf, inNames(leaf) ?? []].flat()) : [...leaves];
}

/** Whether a tree is true, where `holds` says it of what is not made of others. */
function isTrue(node: Node, holds: (part: Node) => boolean): boolean {
  switch (node.kind) {
    case 'and':
      return node.operands.every((operand) => isTrue(operand, holds));
    case 'or':
      return node.operands.some((operand) => isTrue(operand, holds));
    case 'not':
      return !isTrue(node.operand, holds);
    case 'weighted':
    case 'prefer':
      return isTrue(node.operand, holds);
    default:
      return holds(node);
  }
}

function isPositioned(node: Node): node is Positioned {
  return node.kind === 'word' || node.kind === 'phrase' || node.kind === 'near';
}

/** One value satisfies all of a tree. */
function valueSatisfies(node: Node, value: ShownValue): boolean {
  return isTrue(node, (part) => (isPositioned(part) ? formsIn(value, [part]).some((form) => has(value, form)) : part.kind === 'everyone' && value.text !== ''));
}

function entrySatisfies(node: Node, entry: ShownEntry): boolean {
  return isTrue(node, (part) => {
    if (part.kind === 'field') {
      return entryFieldSatisfies(part, entry);
    }
    return isPositioned(part) ? entry.values.some((value) => BARE[entry.kind].includes(value.field) && has(value, part)) : part.kind === 'everyone';
  });
}

function entryFieldSatisfies({ field, operand }: FieldNode, { kind, isCurrent, gradYear, values }: ShownEntry): boolean {
  if (kind === 'schools' && field === 'grad_year') {
    return gradYear !== undefined;
  }
  const current = /^(cur|past)_(title|company)$/.exec(field);
  const isThen = current === null || (kind === 'roles' && isCurrent === (current[1] === 'cur'));
  return isThen && values.some((value) => value.field === (current?.[2] ?? field) && valueSatisfies(operand, value));
}

/** The words that are looked for in a value; inside an entry those of all its fields, or of the value's own. */
const positionedIn = (node: Node, field?: string): Positioned[] => [...wantedIn(node, (name) => field === undefined || name.replace(/^(?:cur|past)_/, '') === field)];

/** Around a match in a long text so much is shown. */
const AROUND = 80;

function toReason(part: Node, leaves: readonly Positioned[], value: ShownValue): HitReason[] {
  const stretches = leaves.flatMap((leaf) => findStretches(leaf, value.searched)).map(({ first, last }) => ({ start: value.searched.tokens[first]?.start ?? 0, end: value.searched.tokens[last]?.end ?? 0 }));
  const [nearest] = stretches.toSorted((a, b) => a.start - b.start);
  if (nearest === undefined) {
    return leaves.length === 0 && value.text !== '' ? [{ part: printNode(part), ...offsetsOf(part), field: value.field, text: value.text, highlights: [], attachmentId: '', page: 0 }] : [];
  }
  const characters = Array.from(value.text);
  const from = Math.max(0, nearest.start - AROUND);
  const to = Math.min(characters.length, nearest.end + AROUND);
  const shown = stretches.filter(({ start, end }) => start >= from && end <= to);
  const highlights = mergeRanges(shown.map(({ start, end }) => ({ startOffset: start - from, endOffset: end - from })));
  return [{ part: printNode(part), ...offsetsOf(part), field: value.field, text: characters.slice(from, to).join(''), highlights, attachmentId: value.attachmentId ?? '', page: pageOf(value, nearest.start) }];
}

/** Pages are one text, each but the last followed by a line break. */
function pageOf({ pages }: ShownValue, offset: number): number {
  let end = 0;
  const index = (pages ?? []).findIndex((page) => {
    end += Array.from(page).length + 1;
    return offset < end;
  });
  return index + 1;
}

function offsetsOf(node: Node): { startOffset: number; endOffset: number } {
  const leaves = [...leavesOf(node)];
  return { startOffset: leaves[0]?.at.start ?? 0, endOffset: leaves.at(-1)?.at.end ?? 0 };
}
