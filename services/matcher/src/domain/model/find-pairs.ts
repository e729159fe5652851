import { type People } from './people';
import { createTokenIndex, type TokenIndexBuilder } from './token-index';
import { createListTokens, type ListTokens } from './tokens';

/** Pairs worth comparing: record `lefts[i]` with record `rights[i]`, ordered. */
export interface CandidatePairs {
  readonly lefts: Uint32Array;
  readonly rights: Uint32Array;
}

/** A token in more records than this finds nobody alone: pairs of values do, or nothing does. */
const MOST_RECORDS = 2_000;
/** So many entries are looked at for one record, rarest tokens first: the work per record is bounded whatever the names. */
const MOST_LOOKED_AT = 12_000;
/** The share of all pairs that may be compared. */
const COMPARED_SHARE = 0.008;
const [FEWEST_KEPT, MOST_KEPT] = [20, 40] as const;
/** A pair whose common tokens so many records share by chance is not worth comparing. */
const CHANCE_SHARERS = 32;

export type Say = (line: string) => void;

/** For each record those that share most with it, a rare value counting more than a frequent one. */
export function findPairs(people: People, mode: 'dedupe' | 'link', say: Say = () => undefined): CandidatePairs {
  const total = people.ids.length;
  const found = mode === 'dedupe' ? { from: 0, to: total } : { from: people.leftCount, to: total };
  const listTokens = createListTokens(people);
  const builder = createTokenIndex();
  say('Indexing');
  fillIndex(builder, listTokens, mode === 'dedupe' ? total : people.leftCount, found);
  say('Finding pairs');
  const perRecord = collectPairs(builder, listTokens, people, mode, found);
  return mode === 'dedupe' ? withoutRepetition(perRecord, total) : perRecord;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function fillIndex(builder: TokenIndexBuilder, listTokens: ListTokens, asking: number, found: Range): void {
  for (let record = 0; record < asking; record += 1) {
    listTokens(record, builder.declare);
  }
  for (let record = found.from; record < found.to; record += 1) {
    listTokens(record, builder.count);
  }
  builder.startFilling(MOST_RECORDS);
  for (let record = found.from; record < found.to; record += 1) {
    listTokens(record, (token) => builder.put(token, record));
  }
}

function collectPairs({ index }: TokenIndexBuilder, listTokens: ListTokens, people: People, mode: 'dedupe' | 'link', { from, to }: Range): CandidatePairs {
  const size = to - from;
  const asking = mode === 'dedupe' ? size : people.leftCount;
  const kept = Math.min(MOST_KEPT, Math.max(FEWEST_KEPT, Math.floor(COMPARED_SHARE * size * (mode === 'dedupe' ? 0.5 : 1))));
  const leastBits = Math.log2(Math.max(1, size / CHANCE_SHARERS));
  const [bits, covered, touched] = [new Float32Array(size), new Uint32Array(size), new Uint32Array(MOST_LOOKED_AT + MOST_RECORDS)];
  const pairs = createPairList();
  for (let record = 0; record < asking; record += 1) {
    const tokens: { readonly slot: number; readonly count: number; readonly parts: number }[] = [];
    listTokens(record, (token, parts) => {
      const slot = index.find(token);
      const count = slot < 0 ? 0 : index.countOf(slot);
      if (count > 0 && count <= MOST_RECORDS) {
        tokens.push({ slot, count, parts });
      }
    });
    tokens.sort((a, b) => a.count - b.count || a.parts - b.parts || a.slot - b.slot);
    let touchedCount = 0;
    let lookedAt = 0;
    for (const { slot, count, parts } of tokens) {
      if (lookedAt + count > MOST_LOOKED_AT) {
        break;
      }
      lookedAt += count;
      const gained = Math.log2((size + 1) / count);
      for (const other of index.recordsOf(slot)) {
        const at = other - from;
        if (bits[at] === 0) {
          touched[touchedCount] = at;
          touchedCount += 1;
        }
        if (((covered[at] ?? 0) & parts) === 0) {
          bits[at] = (bits[at] ?? 0) + gained;
          covered[at] = (covered[at] ?? 0) | parts;
        }
      }
    }
    const worth = Array.from(touched.subarray(0, touchedCount)).filter((at) => (bits[at] ?? 0) >= leastBits && at + from !== record);
    worth.sort((a, b) => (bits[b] ?? 0) - (bits[a] ?? 0) || a - b);
    worth.length = Math.min(worth.length, kept);
    worth.sort((a, b) => a - b);
    worth.forEach((at) => pairs.add(record, at + from));
    for (let i = 0; i < touchedCount; i += 1) {
      bits[touched[i] ?? 0] = 0;
      covered[touched[i] ?? 0] = 0;
    }
  }
  return pairs.build();
}

function createPairList() {
  let lefts = new Uint32Array(1024);
  let rights = new Uint32Array(1024);
  let count = 0;
  const grow = (array: Uint32Array<ArrayBuffer>) => {
    const larger = new Uint32Array(array.length * 2);
    larger.set(array);
    return larger;
  };
  return {
    add(left: number, right: number) {
      if (count === lefts.length) {
        [lefts, rights] = [grow(lefts), grow(rights)];
      }
      lefts[count] = left;
      rights[count] = right;
      count += 1;
    },
    build: (): CandidatePairs => ({ lefts: lefts.slice(0, count), rights: rights.slice(0, count) }),
  };
}

/** Each pair once, the smaller number left: one may have found the other, or both each other. */
function withoutRepetition({ lefts, rights }: CandidatePairs, total: number): CandidatePairs {
  const keys = new Float64Array(lefts.length);
  lefts.forEach((left, i) => {
    const right = rights[i] ?? 0;
    keys[i] = Math.min(left, right) * total + Math.max(left, right);
  });
  keys.sort();
  const pairs = createPairList();
  keys.forEach((key, i) => {
    if (key !== keys[i - 1]) {
      pairs.add(Math.floor(key / total), key % total);
    }
  });
  return pairs.build();
}
