import { type Highlight } from '@secondlook/contracts';

import { type Leaf, type Query } from './query/parse-query';
import { analyze, type Analysis } from './text/analyze';
import { cleanText } from './text/clean-text';

/** Where a query's wanted leaves are in a text, by the analysis that matched: the words that lit up are the words that matched. */
export function findHighlights({ wanted }: Query, text: string): Highlight[] {
  if (wanted.length === 0) {
    return [];
  }
  const analysis = analyze(cleanText(text));
  const found = wanted.flatMap((leaf) => findLeaf(leaf, analysis));
  const ranges = found.map(({ first, last }) => ({ startOffset: analysis.tokens[first]?.start ?? 0, endOffset: analysis.tokens[last]?.end ?? 0 }));
  return mergeRanges(ranges);
}

/** A stretch of positions. */
interface Stretch {
  readonly first: number;
  readonly last: number;
}

function findLeaf({ kind, analysis: leaf }: Leaf, analysis: Analysis): Stretch[] {
  const stemmed = kind === 'word';
  const found: Stretch[] = [];
  for (let start = 0; start < analysis.tokens.length; start++) {
    const last = matchFrom(leaf, 0, analysis, start, stemmed);
    if (last !== undefined) {
      found.push({ first: start, last });
    }
  }
  return found;
}

/** The last position of a match of the leaf's tokens, from one of them on, that begins at a position; undefined when there is none. */
function matchFrom(leaf: Analysis, token: number, analysis: Analysis, position: number, stemmed: boolean): number | undefined {
  if (token >= leaf.tokens.length) {
    return position - 1;
  }
  for (const { tokens, next } of waysToMatch(leaf, token, stemmed)) {
    for (const last of endsOf(tokens, analysis, position)) {
      const end = matchFrom(leaf, next, analysis, last + 1, stemmed);
      if (end !== undefined) {
        return end;
      }
    }
  }
  return undefined;
}

interface Wanted {
  readonly exact: string;
  readonly stem: string | undefined;
}

/** A token of the leaf, or its compound as one word. */
function waysToMatch(leaf: Analysis, token: number, stemmed: boolean): { tokens: Wanted; next: number }[] {
  const own = leaf.tokens[token];
  const join = leaf.joins.find(({ first }) => first === token);
  return [
    ...(own === undefined ? [] : [{ tokens: { exact: own.exact, stem: stemmed ? own.stem : undefined }, next: token + 1 }]),
    ...(join === undefined ? [] : [{ tokens: { exact: join.exact, stem: undefined }, next: join.last + 1 }]),
  ];
}

/** Where a word that begins at a position ends: there, or at the end of a compound. */
function endsOf({ exact, stem }: Wanted, { tokens, joins }: Analysis, position: number): number[] {
  const token = tokens[position];
  const isHere = token !== undefined && (token.exact === exact || (stem !== undefined && token.stem === stem));
  const join = joins.find(({ first, exact: joined }) => first === position && joined === exact);
  return [...(isHere ? [position] : []), ...(join === undefined ? [] : [join.last])];
}

function mergeRanges(ranges: readonly Highlight[]): Highlight[] {
  const merged: Highlight[] = [];
  for (const range of [...ranges].sort((a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset)) {
    const last = merged.at(-1);
    if (last !== undefined && range.startOffset < last.endOffset) {
      merged[merged.length - 1] = { ...last, endOffset: Math.max(last.endOffset, range.endOffset) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}
