import { analyze, type Analysis } from '../../domain/text/analyze';
import { cleanText } from '../../domain/text/clean-text';
import { withUmlautsWrittenOut } from '../../domain/text/fold';
import { type LeafAst, type NearAst } from './ast';

/** One value of a field, taken apart. Nothing runs from one value into another. */
export interface Value {
  readonly text: string;
  readonly analysis: Analysis;
  /** Running text is found by stems. */
  readonly stemmed: boolean;
  /** Of a person's name: ä is ae there. */
  readonly isName: boolean;
}

export function toValue(text: string, stemmed: boolean, isName = false): Value {
  return { text, analysis: analyze(cleanText(text)), stemmed, isName };
}

/** First and last position. */
type Stretch = readonly [first: number, last: number];

/** Whether a leaf is in a value. */
export function isInValue(leaf: LeafAst | NearAst, value: Value): boolean {
  return stretchesOf(leaf, value).length > 0;
}

function stretchesOf(leaf: LeafAst | NearAst, value: Value): Stretch[] {
  return formsOf(leaf, value).flatMap((form) => (form.kind === 'near' ? nearStretches(form, value) : leafStretches(form, value)));
}

/** In names, ä ö ü of a query are also ae oe ue: whoever types Müller finds Mueller. */
function formsOf(leaf: LeafAst | NearAst, { isName }: Value): (LeafAst | NearAst)[] {
  if (!isName) {
    return [leaf];
  }
  const writtenOut = <Leaf extends LeafAst>(one: Leaf): Leaf => ({ ...one, text: withUmlautsWrittenOut(one.text) ?? one.text });
  return leaf.kind === 'near' ? [leaf, { ...leaf, left: leaf.left.map(writtenOut), right: leaf.right.map(writtenOut) }] : [leaf, writtenOut(leaf)];
}

function nearStretches({ left, right, distance }: NearAst, value: Value): Stretch[] {
  const [lefts, rights] = [left, right].map((side) => side.flatMap((leaf) => leafStretches(leaf, value)));
  return (lefts ?? []).flatMap((a) =>
    (rights ?? []).flatMap((b): Stretch[] => {
      const gap = Math.max(a[0], b[0]) - Math.min(a[1], b[1]) - 1;
      return gap >= 0 && gap <= distance ? [[Math.min(a[0], b[0]), Math.max(a[1], b[1])]] : [];
    }),
  );
}

/** A word of a query with the ways it may fit a word of a text. */
interface Wanted {
  readonly fits: (exact: string) => boolean;
  readonly stem: string | undefined;
}

/** Words that stand together: one, or the parts of a compound with the compound itself. */
interface Unit {
  readonly parts: readonly Wanted[];
  readonly whole: Wanted | undefined;
}

const units = new Map<LeafAst, readonly Unit[]>();

function leafStretches(leaf: LeafAst, value: Value): Stretch[] {
  const wanted = units.get(leaf) ?? toUnits(leaf);
  units.set(leaf, wanted);
  if (units.size > 1_000) {
    units.clear();
  }
  return leaf.kind === 'phrase' && leaf.within !== undefined ? withinStretches(wanted, leaf.within, value) : adjacentStretches(wanted, value);
}

function toUnits(leaf: LeafAst): Unit[] {
  const { tokens, joins } = analyze(cleanText(leaf.kind === 'word' ? leaf.text : leaf.text.replaceAll(/[\\"]/g, ' ')), { wildcards: leaf.kind === 'word' && /[*?]/.test(leaf.text) });
  const longest = Math.max(...tokens.map(({ exact }) => Array.from(exact).length));
  const edits = leaf.kind !== 'word' || leaf.edits === undefined ? undefined : leaf.edits === 0 ? (longest <= 5 ? 1 : 2) : leaf.edits;
  const toWanted = (exact: string, stem: string | undefined): Wanted => ({
    fits: edits !== undefined ? (word) => isNear(word, exact, edits) : leaf.kind === 'word' && /[*?]/.test(exact) ? fitsPattern(exact) : (word) => word === exact,
    stem: leaf.kind === 'word' && edits === undefined ? stem : undefined,
  });
  const found: Unit[] = [];
  for (let first = 0; first < tokens.length; ) {
    const join = joins.find((one) => one.first === first);
    const next = (join?.last ?? first) + 1;
    found.push({ parts: tokens.slice(first, next).map(({ exact, stem }) => toWanted(exact, stem)), whole: join === undefined ? undefined : toWanted(join.exact, undefined) });
    first = next;
  }
  return found;
}

function fitsPattern(pattern: string): (word: string) => boolean {
  const expression = Array.from(pattern).map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one.replace(/[\\^$.+|()[\]{}]/, '\\$&'))).join('');
  const regular = new RegExp(`^${expression}$`, 'su');
  return (word) => regular.test(word);
}

/** Last positions of what begins at a position: a word, or a compound of the text as one word. */
function endsOf({ fits, stem }: Wanted, { analysis: { tokens, joins }, stemmed }: Value, at: number): number[] {
  const token = tokens[at];
  const isHere = token !== undefined && (fits(token.exact) || (stemmed && stem !== undefined && stem === token.stem));
  return [...(isHere ? [at] : []), ...joins.filter(({ first, exact }) => first === at && fits(exact)).map(({ last }) => last)];
}

function unitEnds({ parts, whole }: Unit, value: Value, at: number): number[] {
  const ofParts = parts.reduce<number[]>((starts, part) => starts.flatMap((start) => endsOf(part, value, start).map((end) => end + 1)), [at]).map((next) => next - 1);
  return [...new Set([...ofParts, ...(whole === undefined ? [] : endsOf(whole, value, at))])];
}

function adjacentStretches(wanted: readonly Unit[], value: Value): Stretch[] {
  return value.analysis.tokens.flatMap((_token, first) => {
    const nexts = wanted.reduce<number[]>((starts, unit) => [...new Set(starts.flatMap((start) => unitEnds(unit, value, start).map((end) => end + 1)))], [first]);
    return nexts.map((next): Stretch => [first, next - 1]);
  });
}

/** All units in any order, each word once, and so many other words inside the span at most. */
function withinStretches(wanted: readonly Unit[], most: number, value: Value): Stretch[] {
  const places = wanted.map((unit) => adjacentStretches([unit], value));
  const found: Stretch[] = [];
  const choose = (index: number, taken: readonly Stretch[]): void => {
    if (index === places.length) {
      const [first, last] = [Math.min(...taken.map((one) => one[0])), Math.max(...taken.map((one) => one[1]))];
      const own = taken.reduce((sum, one) => sum + one[1] - one[0] + 1, 0);
      if (last - first + 1 - own <= most) {
        found.push([first, last]);
      }
      return;
    }
    for (const place of places[index] ?? []) {
      if (taken.every((one) => place[0] > one[1] || place[1] < one[0])) {
        choose(index + 1, [...taken, place]);
      }
    }
  };
  choose(0, []);
  return found;
}

/** Letters more, less, other, or two neighbours that changed places; the first is fixed. */
function isNear(word: string, wanted: string, edits: number): boolean {
  const [a, b] = [Array.from(word), Array.from(wanted)];
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > edits) {
    return false;
  }
  const distance = (i: number, j: number, left: number): boolean => {
    if (left < 0) {
      return false;
    }
    if (i === a.length || j === b.length) {
      return a.length - i + b.length - j <= left;
    }
    return (
      (a[i] === b[j] && distance(i + 1, j + 1, left)) ||
      distance(i + 1, j + 1, left - 1) ||
      distance(i + 1, j, left - 1) ||
      distance(i, j + 1, left - 1) ||
      (a[i] === b[j + 1] && a[i + 1] === b[j] && i + 1 < a.length && j + 1 < b.length && distance(i + 2, j + 2, left - 1))
    );
  };
  return distance(0, 0, edits);
}
