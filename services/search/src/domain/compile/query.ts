import { isTextual, kindOf, type Field, type FunctionName } from '../query/fields';
import { inNames, withNameForms } from '../query/name-forms';
import { type FieldNode, type FunctionNode, type Node, type Word } from '../query/tree';
import { ENTRY_GROUPS, groupsOf, isStemmed, type EntryKind } from '../streams';
import { compileExists, compileValue } from './conditions';
import { allOf, anyOf, MATCH_ALL, MATCH_NONE, noneOf, type EsQuery } from './es-query';
import { compilePositioned, shareWords, type Positioned, type StreamGroup } from './leaf';
import { compileInOneValue } from './one-value';

/** All that bare words search. */
export const TEXT: StreamGroup = { path: 'text', stemmed: true };
/** People's names, for what is written in two ways there only. */
const NAMES: StreamGroup = { path: 'fields.name', stemmed: false };

/** A part of the tree that job names may fit, and the jobs it means. */
export interface JobLookup {
  readonly part: object;
  readonly query: EsQuery;
}

/** Ids of the jobs whose names fit a part of the tree; what was not looked up fits none. */
export type JobIds = (part: object) => readonly string[];

export interface CompileContext {
  readonly now: Date;
  readonly jobIds: JobIds;
}

/** The documents of people that a query means; `most` is how many words a leaf of it may come to. */
export function compileQuery(tree: Node, context: CompileContext, most = shareWords(tree)): EsQuery {
  return compile(tree, { ...context, most }, undefined);
}

interface Compiling extends CompileContext {
  /** Words that a leaf may come to. */
  readonly most: number;
}

/** Inside a function, the entries that one entry of must be. */
type Inside = FunctionName | undefined;

function compile(node: Node, context: Compiling, inside: Inside): EsQuery {
  switch (node.kind) {
    case 'everyone':
      return MATCH_ALL;
    case 'and':
      return allOf(node.operands.map((operand) => compile(operand, context, inside)));
    case 'or':
      return compileOr(node.operands, context, inside);
    case 'not':
      return noneOf([compile(node.operand, context, inside)]);
    case 'prefer':
      return MATCH_ALL;
    case 'weighted':
      return compile(node.operand, context, inside);
    case 'word':
    case 'phrase':
    case 'near':
      return compileBare(node, context, inside);
    case 'field':
      return inside === undefined ? compileField(node, context) : compileEntryField(node, context, inside);
    case 'function':
      return inside === undefined ? compileFunction(node, context) : MATCH_NONE;
    case 'value':
      return MATCH_NONE;
  }
}

/** So many words beside each other are one clause. */
const MANY_WORDS = 8;

/** The plain words of an OR when they are many: lists of titles are pasted. */
function plainWordsOf(operands: readonly Node[], inside: Inside): readonly Word[] {
  const words = inside === undefined ? operands.filter((operand): operand is Word => operand.kind === 'word' && isPlain(operand)) : [];
  return words.length < MANY_WORDS ? [] : words;
}

function isPlain(word: Word): boolean {
  const { edits, analysis } = word;
  return edits === undefined && inNames(word) === undefined && analysis.tokens.length === 1 && !/[*?]/.test(analysis.tokens[0]?.exact ?? '');
}

function compileWords(words: readonly Word[], { path, stemmed }: StreamGroup): EsQuery {
  const tokens = words.flatMap(({ analysis }) => analysis.tokens);
  const [exacts, stems] = [[...new Set(tokens.map(({ exact }) => exact))], [...new Set(tokens.flatMap(({ stem }) => stem ?? []))]];
  return anyOf([{ terms: { [`${path}.exact`]: exacts } }, { terms: { [`${path}.join_first`]: exacts } }, ...(stemmed && stems.length > 0 ? [{ terms: { [`${path}.stem`]: stems } }] : [])]);
}

function compileOr(operands: readonly Node[], context: Compiling, inside: Inside): EsQuery {
  const words = new Set<Node>(plainWordsOf(operands, inside));
  const clauses = operands.filter((operand) => !words.has(operand)).map((operand) => compile(operand, context, inside));
  return anyOf(words.size === 0 ? clauses : [compileWords(plainWordsOf(operands, inside), TEXT), ...inJobs('job_ids', context.jobIds(operands)), ...clauses]);
}

function inJobs(field: string, ids: readonly string[]): EsQuery[] {
  return ids.length === 0 ? [] : [{ terms: { [field]: ids } }];
}

function compileBare(node: Positioned, { jobIds, most }: Compiling, inside: Inside): EsQuery {
  if (inside === undefined) {
    const inName = inNames(node);
    return anyOf([compilePositioned(node, TEXT, most), ...(inName === undefined ? [] : [compilePositioned(inName, NAMES, most)]), ...inJobs('job_ids', jobIds(node))]);
  }
  const entry = ENTRIES[inside];
  return anyOf([compilePositioned(node, groupOf(entry, 'text'), most), ...(inside === 'app' ? inJobs('applications.job_id', jobIds(node)) : [])]);
}

const ENTRIES = { role: 'roles', edu: 'schools', app: 'applications' } as const satisfies Record<FunctionName, EntryKind>;

function groupOf(entry: EntryKind, name: string): StreamGroup {
  const groups: Readonly<Record<string, boolean>> = ENTRY_GROUPS[entry];
  return { path: entry === 'applications' ? `applications.words.${name}` : `${entry}.${name}`, stemmed: groups[name] ?? false };
}

const nested = (path: EntryKind, query: EsQuery): EsQuery => ({ nested: { path, query } });

function compileFunction({ name, operand }: FunctionNode, context: Compiling): EsQuery {
  return nested(ENTRIES[name], compile(operand, context, name));
}

function compileField(node: FieldNode, context: Compiling): EsQuery {
  const { field, operand } = node;
  if (field === 'job') {
    return anyOf(operand.kind === 'everyone' ? [{ exists: { field: 'job_ids' } }] : inJobs('job_ids', context.jobIds(node)));
  }
  const kind = kindOf(field);
  if (kind === 'application' || field === 'applied') {
    return nested('applications', compileEntryField(node, context, 'app'));
  }
  if (field === 'grad_year') {
    return nested('schools', compileEntryField(node, context, 'edu'));
  }
  if (isTextual(field)) {
    const wanted = kind === 'name' ? withNameForms(operand) : operand;
    return anyOf(groupsOf(field).map((group) => compileInOneValue(wanted, { path: `fields.${group}`, stemmed: isStemmed(group) }, context.most)));
  }
  return compileOneValue(operand, field, context.now);
}

/** One number, date or stage satisfies all of a tree: who has none is not found by what it must not be. Codes are there or not, each by itself. */
function compileOneValue(operand: Node, field: Field, now: Date, path = ''): EsQuery {
  const query = compileValues(operand, field, now, path);
  return ['number', 'date', 'stage'].includes(kindOf(field)) ? allOf([compileExists(field, path), query]) : query;
}

/** A tree of values that hold no words. */
function compileValues(node: Node, field: Field, now: Date, path = ''): EsQuery {
  switch (node.kind) {
    case 'and':
      return allOf(node.operands.map((operand) => compileValues(operand, field, now, path)));
    case 'or':
      return anyOf(node.operands.map((operand) => compileValues(operand, field, now, path)));
    case 'not':
      return noneOf([compileValues(node.operand, field, now, path)]);
    case 'weighted':
    case 'prefer':
      return compileValues(node.operand, field, now, path);
    case 'everyone':
      return compileExists(field, path);
    case 'value':
      return compileValue(field, node.value, now, path);
    default:
      return MATCH_NONE;
  }
}

/** Fields of a position, a school or an application; those of another kind are never true there. */
function compileEntryField(node: FieldNode, context: Compiling, inside: FunctionName): EsQuery {
  const { field, operand } = node;
  const entry = ENTRIES[inside];
  if (inside === 'app' && field === 'job') {
    return anyOf(operand.kind === 'everyone' ? [{ exists: { field: 'applications.job_id' } }] : inJobs('applications.job_id', context.jobIds(node)));
  }
  if ((inside === 'app' && (field === 'stage_reached' || field === 'applied')) || (inside === 'edu' && field === 'grad_year')) {
    return compileOneValue(operand, field, context.now, `${entry}.`);
  }
  const current = inside === 'role' ? /^(cur|past)_(title|company)$/.exec(field) : null;
  const name = current?.[2] ?? field;
  if (!isTextual(field) || name === 'text' || !Object.hasOwn(ENTRY_GROUPS[entry], name)) {
    return MATCH_NONE;
  }
  const query = compileInOneValue(operand, groupOf(entry, name), context.most);
  return current === null ? query : allOf([query, { term: { 'roles.is_current': current[1] === 'cur' } }]);
}

/** All that is to be looked up in the names of jobs before the query can be compiled. */
export function* findJobLookups(node: Node, inside?: FunctionName, most = shareWords(node)): Generator<JobLookup> {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const words = node.kind === 'or' ? plainWordsOf(node.operands, inside) : [];
      if (words.length > 0) {
        yield { part: node.operands, query: compileWords(words, TEXT) };
      }
      for (const operand of node.operands.filter((one) => !words.some((word) => word === one))) {
        yield* findJobLookups(operand, inside, most);
      }
      break;
    }
    case 'not':
    case 'weighted':
      yield* findJobLookups(node.operand, inside, most);
      break;
    case 'function':
      yield* node.name === 'app' ? findJobLookups(node.operand, node.name, most) : [];
      break;
    case 'field':
      yield* node.field === 'job' && node.operand.kind !== 'everyone' ? [{ part: node, query: compileInOneValue(node.operand, TEXT, most) }] : [];
      break;
    case 'word':
    case 'phrase':
    case 'near':
      yield { part: node, query: compilePositioned(node, TEXT, most) };
      break;
    default:
      break;
  }
}
