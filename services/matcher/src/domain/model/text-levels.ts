import { countBits, isAlike, isWithinEdits, lettersOf } from './similarity';

export const TEXT_LEVELS = ['equal', 'spelled alike', 'similar', 'different'] as const;

/** Places, schools, employers: slips, a part of the other, words in common. */
export function textLevel(a: string, b: string): number {
  const hasWords = a.includes(' ') || b.includes(' ');
  const left = hasWords ? a.replaceAll(' ', '') : a;
  const right = hasWords ? b.replaceAll(' ', '') : b;
  const shorter = Math.min(left.length, right.length);
  if (shorter >= 3 && isWithinEdits(left, right, shorter >= 8 ? 2 : 1)) {
    return 1;
  }
  const words = hasWords ? wordLevel(a.split(' '), b.split(' ')) : 3;
  return words < 3 ? words : isAlike(left, right, 0.88) ? 2 : 3;
}

/** One word more is the same place; half of the words in common is a similar one. */
function wordLevel(a: readonly string[], b: readonly string[]): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const common = few.filter((word) => word.length > 2 && many.includes(word)).length;
  if (common > 0 && common === few.length && many.length - few.length <= 1) {
    return 1;
  }
  return common > 0 && common * 2 >= few.length ? 2 : 3;
}

/**
 * The levels of values by their numbers. What has no word in common and other letters is told apart by a few bits of each value:
 * most values that meet are of strangers.
 */
export function createTextLevels(values: readonly string[]): (a: number, b: number) => number {
  const letters = new Uint32Array(values.length);
  const words = new Uint32Array(values.length);
  const lengths = new Uint8Array(values.length);
  values.forEach((value, id) => {
    const joined = value.replaceAll(' ', '');
    letters[id] = lettersOf(joined, 0, joined.length);
    lengths[id] = joined.length;
    words[id] = value.includes(' ') || value.length > 2 ? wordBits(value) : 0;
  });
  return (a, b) => {
    if (a === b) {
      return 0;
    }
    const ofA = letters[a] ?? 0;
    const ofB = letters[b] ?? 0;
    const [lengthA, lengthB] = [lengths[a] ?? 0, lengths[b] ?? 0];
    const mayBeSlip = Math.abs(lengthA - lengthB) <= 2 && countBits(ofA ^ ofB) <= 4;
    const mayBeAlike = (lengthA - countBits(ofA & ~ofB)) / lengthA + (lengthB - countBits(ofB & ~ofA)) / lengthB >= LEAST_IN_COMMON;
    return mayBeSlip || mayBeAlike || ((words[a] ?? 0) & (words[b] ?? 0)) !== 0 ? textLevel(values[a] ?? '', values[b] ?? '') : 3;
  };
}

/** Below, no two words are alike to 0.88 (Jaro–Winkler). */
const LEAST_IN_COMMON = 1.4;

/** A bit for each of its words; two words may share one. */
function wordBits(value: string): number {
  return value.split(' ').reduce((bits, word) => (word.length > 2 ? bits | (1 << ((word.charCodeAt(0) * 7 + word.charCodeAt(1) * 3 + word.charCodeAt(2) + word.length) & 31)) : bits), 0);
}
