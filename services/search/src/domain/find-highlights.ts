import { type Highlight } from '@secondlook/contracts';

import { type Leaf, type Query } from './query/parse-query';
import { analyze, type Analysis, type Join, type Token } from './text/analyze';
import { cleanText } from './text/clean-text';

/** Where a query's wanted leaves are in a text, by the analysis that matched: the words that lit up are the words that matched. */
export function findHighlights({ wanted }: Query, text: string): Highlight[] {
  if (wanted.length === 0) {
    return [];
  }
  const searched = indexJoins(analyze(cleanText(text)));
  const found = wanted.flatMap((leaf) => findLeaf(leaf, searched));
  const ranges = found.map(({ first, last }) => ({ startOffset: searched.tokens[first]?.start ?? 0, endOffset: searched.tokens[last]?.end ?? 0 }));
  return mergeRanges(ranges);
}

/** A stretch of positions. */
interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** An analysis whose compounds are found by their first position: chains do not overlap, so there is one at most. */
interface Searched {
  readonly tokens: readonly Token[];
  readonly joinAt: ReadonlyMap<number, Join>;
}

function indexJoins({ tokens, joins }: Analysis): Searched {
  return { tokens, joinAt: new Map(joins.map((join) => [join.first, join])) };
}

function findLeaf({ kind, analysis }: Leaf, searched: Searched): Stretch[] {
  const leaf = indexJoins(analysis);
  const found: Stretch[] = [];
  for (let first = 0; first < searched.tokens.length; first++) {
    const last = matchAt(leaf, searched, first, kind === 'word');
    if (last !== undefined) {
      found.push({ first, last });
    }
  }
  return found;
}

/**
 * The last position of a match of all the leaf's tokens that begins at a position; undefined when there is none. Goes through the
 * leaf once, with all the positions it may have come to: compounds match in two ways each, too many to try one by one.
 */
function matchAt(leaf: Searched, searched: Searched, position: number, stemmed: boolean): number | undefined {
  const reached = new Map([[0, new Set([position])]]);
  for (let token = 0; token < leaf.tokens.length && reached.size > 0; token++) {
    const positions = reached.get(token) ?? [];
    reached.delete(token);
    for (const at of positions) {
      for (const { wanted, next } of waysToMatch(leaf, token, stemmed)) {
        for (const end of endsOf(wanted, searched, at)) {
          reached.set(next, (reached.get(next) ?? new Set()).add(end + 1));
        }
      }
    }
  }
  const ends = [...(reached.get(leaf.tokens.length) ?? [])];
  return ends.length === 0 ? undefined : Math.max(...ends) - 1;
}

interface Wanted {
  readonly exact: string;
  readonly stem: string | undefined;
}

/** A token of the leaf, or its compound as one word. */
function waysToMatch(leaf: Searched, token: number, stemmed: boolean): { wanted: Wanted; next: number }[] {
  const own = leaf.tokens[token];
  const join = leaf.joinAt.get(token);
  return [
    ...(own === undefined ? [] : [{ wanted: { exact: own.exact, stem: stemmed ? own.stem : undefined }, next: token + 1 }]),
    ...(join === undefined ? [] : [{ wanted: { exact: join.exact, stem: undefined }, next: join.last + 1 }]),
  ];
}

/** Where a word that begins at a position ends: there, or at the end of a compound. */
function endsOf({ exact, stem }: Wanted, { tokens, joinAt }: Searched, position: number): number[] {
  const token = tokens[position];
  const isHere = token !== undefined && (token.exact === exact || (stem !== undefined && token.stem === stem));
  const join = joinAt.get(position);
  return [...(isHere ? [position] : []), ...(join?.exact === exact ? [join.last] : [])];
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
