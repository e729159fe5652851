/** A stream of draws that depends on nothing but its labels, so that person 70,000 is drawn without the 69,999 before. */
export interface Random {
  /** From 0 (in) to 1 (out). */
  fraction(): number;
  /** A whole number from 0 to limit - 1. */
  below(limit: number): number;
  /** A whole number from low to high, both in. */
  between(low: number, high: number): number;
  isChance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Early choices are far more frequent than late ones, as names and employers are. */
  pickSkewed<T>(choices: readonly T[]): T;
  pickWeighted<T extends { readonly share: number }>(choices: readonly T[]): T;
  sample<T>(choices: readonly T[], count: number): T[];
}

export type Label = string | number;

const mixers = [597399067, 2869860233, 951274213, 2716044179] as const;

/** cyrb128 by bryc (public domain): four well mixed words of any text. */
export const hashWords = (text: string): [number, number, number, number] => {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, mixers[0]);
    b = c ^ Math.imul(b ^ code, mixers[1]);
    c = d ^ Math.imul(c ^ code, mixers[2]);
    d = a ^ Math.imul(d ^ code, mixers[3]);
  }
  a = Math.imul(c ^ (a >>> 18), mixers[0]);
  b = Math.imul(d ^ (b >>> 22), mixers[1]);
  c = Math.imul(a ^ (c >>> 17), mixers[2]);
  d = Math.imul(b ^ (d >>> 19), mixers[3]);
  a ^= b ^ c ^ d;
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
};

/** sfc32 by Chris Doty-Humphrey (public domain). */
const createFraction = (text: string): (() => number) => {
  let [a, b, c, d] = hashWords(text);
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
};

/** Zipf–Mandelbrot offset: without it the first surname of a culture would take a fifth of all people. */
const SKEW_OFFSET = 4;

const at = <T>(choices: readonly T[], index: number): T => {
  const choice = choices[index];
  if (choice === undefined) throw new RangeError('Nothing to pick from');
  return choice;
};

export const createRandom = (...labels: readonly Label[]): Random => {
  const fraction = createFraction(labels.join('|'));
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    fraction,
    below,
    between: (low, high) => low + below(high - low + 1),
    isChance: (probability) => fraction() < probability,
    pick: (choices) => at(choices, below(choices.length)),
    pickSkewed: (choices) => {
      const growth = (choices.length + SKEW_OFFSET) / SKEW_OFFSET;
      const rank = Math.floor(SKEW_OFFSET * growth ** fraction() - SKEW_OFFSET);
      return at(choices, Math.min(rank, choices.length - 1));
    },
    pickWeighted: (choices) => {
      let left = fraction() * choices.reduce((sum, choice) => sum + choice.share, 0);
      return choices.find((choice) => (left -= choice.share) < 0) ?? at(choices, choices.length - 1);
    },
    sample: (choices, count) => {
      const pool = [...choices];
      const chosen = Math.min(count, pool.length);
      return Array.from({ length: chosen }, () => at(pool.splice(below(pool.length), 1), 0));
    },
  };
};
