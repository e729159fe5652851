import { type Positioned } from './compile/leaf';
import { type Near, type Node, type Phrase, type Word } from './query/tree';
import { type Analysis, type Join, type Token } from './text/analyze';

/** A stretch of positions of a text. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** One value of a text, whose compounds are found by their first position: chains do not overlap, so there is one at most. */
export interface SearchedText {
  readonly tokens: readonly Token[];
  readonly joinAt: ReadonlyMap<number, Join>;
  /** Running text: words are matched by stems too. */
  readonly stemmed: boolean;
}

export function toSearchedText({ tokens, joins }: Analysis, stemmed: boolean): SearchedText {
  return { tokens, joinAt: new Map(joins.map((join) => [join.first, join])), stemmed };
}

/** Where a leaf is in a value, by the analysis that the index is searched by. */
export function findStretches(node: Positioned, text: SearchedText): Stretch[] {
  if (node.kind === 'near') {
    return findNear(node, text);
  }
  return node.kind === 'phrase' && node.within !== undefined ? findWithin(node, node.within, text) : findAdjacent(node, text);
}

/** A word of a leaf as it may stand in a text. */
interface Wanted {
  readonly exact: string;
  readonly stem: string | undefined;
  readonly fits: (word: string) => boolean;
}

function toWanted(exact: string, stem: string | undefined, node: Word | Phrase): Wanted {
  if (node.kind === 'word' && node.edits !== undefined) {
    const { edits } = node;
    return { exact, stem: undefined, fits: (word) => isWithinEdits(word, exact, edits) };
  }
  if (node.kind === 'word' && /[*?]/.test(exact)) {
    const pattern = new RegExp(`^${exact.replaceAll(/[.+^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
    return { exact, stem: undefined, fits: (word) => pattern.test(word) };
  }
  return { exact, stem: node.kind === 'word' ? stem : undefined, fits: (word) => word === exact };
}

function findAdjacent(node: Word | Phrase, text: SearchedText): Stretch[] {
  const leaf = toSearchedText(node.analysis, false);
  const wanted = new Map(leaf.tokens.map((token, index) => [index, toWanted(token.exact, token.stem, node)]));
  const joined = new Map([...leaf.joinAt].map(([first, join]) => [first, { next: join.last + 1, wanted: toWanted(join.exact, undefined, node) }]));
  const found: Stretch[] = [];
  for (let first = 0; first < text.tokens.length; first++) {
    const last = matchAt(leaf.tokens.length, wanted, joined, text, first);
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
function matchAt(length: number, wanted: ReadonlyMap<number, Wanted>, joined: ReadonlyMap<number, { next: number; wanted: Wanted }>, text: SearchedText, position: number): number | undefined {
  const reached = new Map([[0, new Set([position])]]);
  for (let token = 0; token < length && reached.size > 0; token++) {
    const positions = reached.get(token) ?? [];
    reached.delete(token);
    const [own, join] = [wanted.get(token), joined.get(token)];
    const ways = [...(own === undefined ? [] : [{ wanted: own, next: token + 1 }]), ...(join === undefined ? [] : [join])];
    for (const at of positions) {
      for (const way of ways) {
        for (const end of endsOf(way.wanted, text, at)) {
          reached.set(way.next, (reached.get(way.next) ?? new Set()).add(end + 1));
        }
      }
    }
  }
  const ends = [...(reached.get(length) ?? [])];
  return ends.length === 0 ? undefined : Math.max(...ends) - 1;
}

/** Where a word that begins at a position ends: there, or at the end of a compound. */
function endsOf({ stem, fits }: Wanted, { tokens, joinAt, stemmed }: SearchedText, position: number): number[] {
  const token = tokens[position];
  const isHere = token !== undefined && (fits(token.exact) || (stemmed && stem !== undefined && token.stem === stem));
  const join = joinAt.get(position);
  return [...(isHere ? [position] : []), ...(join !== undefined && fits(join.exact) ? [join.last] : [])];
}

/** Words and compounds of a phrase in any order, with so many other words between them at most. */
function findWithin(node: Phrase, within: number, text: SearchedText): Stretch[] {
  const units = unitsOf(node).map((unit) => findAdjacent(unit, text));
  if (units.some(({ length }) => length === 0)) {
    return [];
  }
  const starts = [...new Set(units.flat().map(({ first }) => first))].sort((a, b) => a - b);
  return starts.flatMap((first) => {
    const last = reachAll(units.map((stretches) => stretches.filter((stretch) => stretch.first >= first)), first, within);
    return last === undefined ? [] : [{ first, last }];
  });
}

function unitsOf({ analysis: { tokens, joins }, text, at }: Phrase): Phrase[] {
  const units: Phrase[] = [];
  for (let position = 0; position < tokens.length; ) {
    const join = joins.find(({ first }) => first === position);
    const last = join?.last ?? position;
    units.push({ kind: 'phrase', text, at, analysis: { tokens: tokens.slice(position, last + 1), joins: join === undefined ? [] : [{ first: 0, last: last - position, exact: join.exact }] } });
    position = last + 1;
  }
  return units;
}

/** The nearest end of a choice of one stretch for each unit, none overlapping, that begins at a position and leaves so many gaps at most. */
function reachAll(units: readonly (readonly Stretch[])[], first: number, within: number): number | undefined {
  const widest = units.reduce((sum, stretches) => sum + Math.max(0, ...stretches.map((one) => one.last - one.first + 1)), 0);
  const near = units.map((stretches) => stretches.filter(({ last }) => last < first + widest + within));
  const order = near.toSorted((a, b) => a.length - b.length);
  let best: number | undefined;
  const choose = (index: number, taken: readonly Stretch[]): void => {
    const unit = order[index];
    if (unit === undefined) {
      const last = Math.max(...taken.map((one) => one.last));
      const width = taken.reduce((sum, one) => sum + one.last - one.first + 1, 0);
      if (taken.some((one) => one.first === first) && last - first + 1 - width <= within) {
        best = Math.min(best ?? last, last);
      }
      return;
    }
    for (const stretch of unit) {
      if (best === undefined && taken.every((one) => stretch.first > one.last || stretch.last < one.first)) {
        choose(index + 1, [...taken, stretch]);
      }
    }
  };
  choose(0, []);
  return best;
}

function findNear({ left, right, distance }: Near, text: SearchedText): Stretch[] {
  const [lefts, rights] = [findItem(left, text), findItem(right, text)];
  return lefts.flatMap((a) =>
    rights.flatMap((b) => {
      const [before, after] = a.first <= b.first ? [a, b] : [b, a];
      const gap = after.first - before.last - 1;
      return gap >= 0 && gap <= distance ? [a, b] : [];
    }),
  );
}

function findItem(node: Node, text: SearchedText): Stretch[] {
  switch (node.kind) {
    case 'or':
      return node.operands.flatMap((operand) => findItem(operand, text));
    case 'weighted':
      return findItem(node.operand, text);
    case 'word':
    case 'phrase':
      return findStretches(node, text);
    default:
      return [];
  }
}

/** Insertions, deletions, changes and changed places of neighbours; the first letter is fixed. */
export function isWithinEdits(word: string, wanted: string, edits: number): boolean {
  const [a, b] = [Array.from(word), Array.from(wanted)];
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > edits) {
    return false;
  }
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same, swapped));
    }
    [before, last] = [last, row];
  }
  return (last[b.length] ?? 0) <= edits;
}
