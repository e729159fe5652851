/** Longer values are compared by their beginnings: a comparison must not take long whatever the input. */
const LONGEST = 64;

const matchedInB = new Uint8Array(LONGEST);
const matchedOfA = new Uint8Array(LONGEST);

/** Whether two words are at least so alike, 0 to 1 (Jaro–Winkler: a common beginning counts more). */
export function isAlike(left: string, right: string, least: number): boolean {
  const a = shortened(left);
  const b = shortened(right);
  const ofA = lettersOf(a, 0, a.length);
  const ofB = lettersOf(b, 0, b.length);
  // A letter that the other has not is never matched; a common beginning of four closes two fifths of the gap.
  const atBest = (a.length - countBits(ofA & ~ofB)) / a.length + (b.length - countBits(ofB & ~ofA)) / b.length;
  return 1 - (1 - (Math.min(atBest, 1 + Math.min(a.length, b.length) / Math.max(a.length, b.length)) + 1) / 3) * 0.6 >= least && jaroWinkler(a, b) >= least;
}

function jaroWinkler(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  matchedInB.fill(0, 0, b.length);
  let matches = 0;
  for (let i = 0; i < a.length; i += 1) {
    const code = a.charCodeAt(i);
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1) {
      if (matchedInB[j] === 0 && b.charCodeAt(j) === code) {
        matchedInB[j] = 1;
        matchedOfA[matches] = code;
        matches += 1;
        break;
      }
    }
  }
  if (matches === 0) {
    return 0;
  }
  let transposed = 0;
  for (let j = 0, k = 0; j < b.length; j += 1) {
    if (matchedInB[j] === 1) {
      transposed += b.charCodeAt(j) === matchedOfA[k] ? 0 : 1;
      k += 1;
    }
  }
  const jaro = (matches / a.length + matches / b.length + (matches - transposed / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) {
    prefix += 1;
  }
  return jaro + prefix * 0.1 * (1 - jaro);
}

const rows = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)] as const;

/** Whether at most so many letters were inserted, left out, replaced or swapped with their neighbour (optimal string alignment). */
export function isWithinEdits(left: string, right: string, most: number): boolean {
  const a = shortened(left);
  const b = shortened(right);
  if (Math.abs(a.length - b.length) > most) {
    return false;
  }
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) {
    start += 1;
  }
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA -= 1;
    endB -= 1;
  }
  if (endA === start || endB === start) {
    return true;
  }
  // Most words have nothing in common; an edit changes two letters of the set at most.
  return countBits(lettersOf(a, start, endA) ^ lettersOf(b, start, endB)) <= 2 * most && editDistance(a, b, start, endA, endB) <= most;
}

function editDistance(a: string, b: string, start: number, endA: number, endB: number): number {
  let [beforeLast, last, current] = rows;
  const lengthA = endA - start;
  const lengthB = endB - start;
  for (let j = 0; j <= lengthB; j += 1) {
    last[j] = j;
  }
  for (let i = 1; i <= lengthA; i += 1) {
    const code = a.charCodeAt(start + i - 1);
    const codeBefore = a.charCodeAt(start + i - 2);
    current[0] = i;
    for (let j = 1; j <= lengthB; j += 1) {
      const other = b.charCodeAt(start + j - 1);
      let least = Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (code === other ? 0 : 1));
      if (i > 1 && j > 1 && codeBefore === other && code === b.charCodeAt(start + j - 2)) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      current[j] = least;
    }
    const free = beforeLast;
    beforeLast = last;
    last = current;
    current = free;
  }
  return last[lengthB] ?? 0;
}

function shortened(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST) : text;
}

/** Which letters a part of a text has, a bit each; digits share theirs with letters. */
export function lettersOf(text: string, start: number, end: number): number {
  let letters = 0;
  for (let i = start; i < end; i += 1) {
    letters |= 1 << (text.charCodeAt(i) & 31);
  }
  return letters;
}

export function countBits(bits: number): number {
  let rest = bits;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) {
    count += 1;
  }
  return count;
}
