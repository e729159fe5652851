/** Tokens with the records that have them, in arrays of numbers: a million records have some fifty tokens each. */
export interface TokenIndex {
  /** The slot of a token; -1 when it was not declared. */
  find(token: number): number;
  /** How many records have it. */
  countOf(slot: number): number;
  /** Its records; none when it is in more records than are kept. */
  recordsOf(slot: number): Uint32Array;
}

export interface TokenIndexBuilder {
  /** Only declared tokens are kept. */
  declare(token: number): void;
  count(token: number): void;
  /** Ends counting; of tokens in more than `most` records none is kept. */
  startFilling(most: number): void;
  put(token: number, record: number): void;
  readonly index: TokenIndex;
}

export function createTokenIndex(): TokenIndexBuilder {
  let size = 2 ** 16;
  let tokens = new Uint32Array(size);
  let used = 0;
  let counts = new Uint32Array(0);
  let starts = new Uint32Array(0);
  let filled = new Uint32Array(0);
  let records = new Uint32Array(0);

  /** Token 0 marks a free slot; it stands in for itself as 1. */
  function slotOf(token: number): number {
    const key = token === 0 ? 1 : token;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 0) & (size - 1);
    while (tokens[slot] !== 0 && tokens[slot] !== key) {
      slot = (slot + 1) & (size - 1);
    }
    return slot;
  }

  function grow(): void {
    const before = tokens;
    size *= 2;
    tokens = new Uint32Array(size);
    for (const token of before) {
      if (token !== 0) {
        tokens[slotOf(token)] = token;
      }
    }
  }

  function find(token: number): number {
    const slot = slotOf(token);
    return tokens[slot] === 0 ? -1 : slot;
  }

  return {
    declare(token) {
      const slot = slotOf(token);
      if (tokens[slot] === 0) {
        tokens[slot] = token === 0 ? 1 : token;
        used += 1;
        if (used * 10 > size * 6) {
          grow();
        }
      }
    },
    count(token) {
      if (counts.length !== size) {
        counts = new Uint32Array(size);
      }
      const slot = find(token);
      if (slot >= 0) {
        counts[slot] = (counts[slot] ?? 0) + 1;
      }
    },
    startFilling(most) {
      starts = new Uint32Array(size + 1);
      filled = new Uint32Array(size);
      for (let slot = 0; slot < size; slot += 1) {
        const count = counts[slot] ?? 0;
        starts[slot + 1] = (starts[slot] ?? 0) + (count > most ? 0 : count);
      }
      records = new Uint32Array(starts[size] ?? 0);
    },
    put(token, record) {
      const slot = find(token);
      if (slot >= 0) {
        const at = (starts[slot] ?? 0) + (filled[slot] ?? 0);
        if (at < (starts[slot + 1] ?? 0)) {
          records[at] = record;
          filled[slot] = (filled[slot] ?? 0) + 1;
        }
      }
    },
    index: {
      find,
      countOf: (slot) => counts[slot] ?? 0,
      recordsOf: (slot) => records.subarray(starts[slot], starts[slot + 1]),
    },
  };
}
