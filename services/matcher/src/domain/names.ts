/** How two spellings of a name stand to each other. */
export type NameComparison =
  /** They can be the same person's. */
  | 'compatible'
  /** They cannot. */
  | 'conflict'
  /** Nothing can be said: a name is missing, or they are in different scripts. */
  | 'incomparable';

/**
 * Compares two full names for a conflict: the check that an equal address needs, because handles are given to other people in
 * time. Order, case, accents, initials, one typing error and one changed family name (marriage) are no conflict; another given
 * name with another or even the same family name is.
 */
export function compareNames(a: string, b: string): NameComparison {
  const [left, right] = [toTokens(a), toTokens(b)];
  if (left.length === 0 || right.length === 0 || scriptOf(a) !== scriptOf(b)) {
    return 'incomparable';
  }
  if (scriptOf(a) === 'unspaced') {
    return left.join('') === right.join('') || [...left].reverse().join('') === right.join('') ? 'compatible' : 'conflict';
  }
  const [fewer, more] = left.length <= right.length ? [left, right] : [right, left];
  // All of the shorter name is in the longer one: a middle name or a second family name more.
  if (canPairAll(fewer, more)) {
    return 'compatible';
  }
  // The given name stands first in one order or the other; it does not change with a marriage.
  const givenKept = areAlike(left[0] ?? '', right[0] ?? '') && (left[0] ?? '').length > 1 && (right[0] ?? '').length > 1;
  return givenKept ? 'compatible' : 'conflict';
}

/** Whether each word of one name has a word of the other for itself: J. Jones is not Jones Smith. */
function canPairAll(fewer: readonly string[], more: readonly string[]): boolean {
  const pairOf = new Map<number, number>();
  function pair(index: number, tried: Set<number>): boolean {
    return more.some((other, at) => {
      if (tried.has(at) || !areAlike(fewer[index] ?? '', other)) {
        return false;
      }
      tried.add(at);
      const holder = pairOf.get(at);
      if (holder !== undefined && !pair(holder, tried)) {
        return false;
      }
      pairOf.set(at, index);
      return true;
    });
  }
  return fewer.every((_word, index) => pair(index, new Set()));
}

/** Names longer than this are no names; comparing them must not take long. */
const MAX_WORDS = 20;

function toTokens(name: string): string[] {
  return fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '' && !TITLES.has(token))
    .slice(0, MAX_WORDS);
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'ing', 'phd', 'mba', 'jr', 'sr', 'ii', 'iii', 'dipl']);

/** Case, accents and the letters that do not decompose. */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe');
}

/** Scripts that write names without spaces between words cannot be taken apart. */
function scriptOf(name: string): string {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(name)) {
    return 'unspaced';
  }
  return SCRIPTS.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(name)) ?? 'none';
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Armenian', 'Georgian'];

/** Equal, an initial of the other, ä written ae, or one edit apart when both are long enough for that to be a slip. */
function areAlike(a: string, b: string): boolean {
  if (a === b || transliterate(a) === transliterate(b)) {
    return true;
  }
  if (a.length === 1 || b.length === 1) {
    return a.startsWith(b.charAt(0));
  }
  return Math.min(a.length, b.length) >= 5 && isOneEditApart(a, b);
}

function transliterate(token: string): string {
  return token.replaceAll(/ae|oe|ue/g, (pair) => pair[0] ?? '');
}

function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) {
    return false;
  }
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < short.length && short[start] === long[start]) {
    start += 1;
  }
  const rest = (text: string, skip: number) => text.slice(start + skip);
  if (short.length < long.length) {
    return rest(long, 1) === rest(short, 0);
  }
  const swapped = long[start] === short[start + 1] && long[start + 1] === short[start] && rest(long, 2) === rest(short, 2);
  return rest(long, 1) === rest(short, 1) || swapped;
}
