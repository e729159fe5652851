/** Numbers that look random, the same for the same seed. */
export interface Random {
  /** 0 to below `count`. */
  below(count: number): number;
  isChance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
  /** Some items, in some order; repeated ones too. */
  some<T>(items: readonly T[], least: number, most: number): T[];
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  function pick<T>(items: readonly T[]): T {
    const item = items[below(items.length)];
    if (item === undefined) {
      throw new Error('There is nothing to pick from.');
    }
    return item;
  }
  return {
    below,
    isChance: (probability) => next() < probability,
    pick,
    some: (items, least, most) => Array.from({ length: least + below(most - least + 1) }, () => pick(items)),
  };
}
