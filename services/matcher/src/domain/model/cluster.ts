/** Two records that are likely one person's. */
export interface Edge {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
}

/** No pair speaks for or against more than this (in bits): one certain pair must not outweigh all the others. */
const MOST_BITS = 10;
/** Of two large groups so many pairs are looked at, evenly spread. */
const MOST_PAIRS = 64;

/**
 * Groups records so that on average all pairs of a group speak for one person, however strongly two of them do: one shared phone
 * number or one false link cannot fuse two people. `weigh` gives the log2 odds of any pair. Joins the two groups that agree most, again and
 * again; then each record that agrees more with a group next to it goes there. Returns for each record the smallest of its group.
 */
export function cluster(recordCount: number, edges: readonly Edge[], weigh: (a: number, b: number) => number): Uint32Array {
  const groupOf = Uint32Array.from({ length: recordCount }, (_none, record) => record);
  const members = new Map<number, number[]>();
  const neighbours = new Map<number, Set<number>>();
  const queue = createQueue();

  for (const { left, right, weight } of edges) {
    for (const [one, other] of [[left, right], [right, left]] as const) {
      members.set(one, [one]);
      neighbours.set(one, (neighbours.get(one) ?? new Set<number>()).add(other));
    }
    queue.put({ left: Math.min(left, right), right: Math.max(left, right), weight: clip(weight), leftSize: 1, rightSize: 1 });
  }

  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    const [ofLeft, ofRight] = [members.get(next.left), members.get(next.right)];
    // Groups that grew since stand in the queue again.
    if (ofLeft?.length === next.leftSize && ofRight?.length === next.rightSize) {
      join(next.left, next.right, ofLeft, ofRight);
    }
  }
  settle(edges, groupOf, members, weigh);
  return smallestOf(groupOf);

  /** The joined group has the number of the smaller record. */
  function join(into: number, from: number, ofInto: readonly number[], ofFrom: readonly number[]): void {
    const joined = [...ofInto, ...ofFrom].sort((a, b) => a - b);
    members.set(into, joined);
    members.delete(from);
    joined.forEach((record) => {
      groupOf[record] = into;
    });
    const around = new Set([...(neighbours.get(into) ?? []), ...(neighbours.get(from) ?? [])]);
    around.delete(into);
    around.delete(from);
    neighbours.set(into, around);
    neighbours.delete(from);
    for (const other of [...around].sort((a, b) => a - b)) {
      const theirs = neighbours.get(other);
      theirs?.delete(from);
      theirs?.add(into);
      offer(into, other);
    }
  }

  function offer(a: number, b: number): void {
    const [left, right] = a < b ? [a, b] : [b, a];
    const [ofLeft = [], ofRight = []] = [members.get(left), members.get(right)];
    const weight = averageWeight(ofLeft, ofRight, weigh);
    if (weight > 0) {
      queue.put({ left, right, weight, leftSize: ofLeft.length, rightSize: ofRight.length });
    }
  }
}

/** So often at most every record is asked where it belongs. */
const MOST_ROUNDS = 4;

/** A strong false link may have been joined first. */
function settle(edges: readonly Edge[], groupOf: Uint32Array, members: Map<number, number[]>, weigh: (a: number, b: number) => number): void {
  const linked = new Map<number, number[]>();
  for (const { left, right } of edges) {
    linked.set(left, [...(linked.get(left) ?? []), right]);
    linked.set(right, [...(linked.get(right) ?? []), left]);
  }
  const records = [...linked.keys()].sort((a, b) => a - b);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const moved = records.filter((record) => move(record, linked.get(record) ?? []));
    if (moved.length === 0) {
      return;
    }
  }

  function move(record: number, neighbours: readonly number[]): boolean {
    const own = groupOf[record] ?? record;
    const around = [...new Set(neighbours.map((other) => groupOf[other] ?? other))].filter((group) => group !== own).sort((a, b) => a - b);
    if (around.length === 0) {
      return false;
    }
    const rest = (members.get(own) ?? []).filter((other) => other !== record);
    let best = own;
    let most = rest.length === 0 ? 0 : averageWeight([record], rest, weigh);
    for (const group of around) {
      const weight = averageWeight([record], members.get(group) ?? [], weigh);
      if (weight > most) {
        [best, most] = [group, weight];
      }
    }
    if (best === own) {
      return false;
    }
    members.set(own, rest);
    members.set(best, [...(members.get(best) ?? []), record].sort((a, b) => a - b));
    groupOf[record] = best;
    return true;
  }
}

function smallestOf(groupOf: Uint32Array): Uint32Array {
  const smallest = new Map<number, number>();
  groupOf.forEach((group, record) => {
    smallest.set(group, Math.min(smallest.get(group) ?? record, record));
  });
  return groupOf.map((group) => smallest.get(group) ?? group);
}

function clip(weight: number): number {
  return Math.max(-MOST_BITS, Math.min(MOST_BITS, weight));
}

function averageWeight(ofLeft: readonly number[], ofRight: readonly number[], weigh: (a: number, b: number) => number): number {
  const all = ofLeft.length * ofRight.length;
  const looked = Math.min(all, MOST_PAIRS);
  let sum = 0;
  for (let i = 0; i < looked; i += 1) {
    const pair = Math.floor((i * all) / looked);
    // A whole number of rows per step would look at one column only.
    const row = Math.floor(pair / ofRight.length);
    const column = (pair + row * Math.floor(all / looked)) % ofRight.length;
    sum += clip(weigh(ofLeft[row] ?? 0, ofRight[column] ?? 0));
  }
  return sum / looked;
}

interface Offer {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
  readonly leftSize: number;
  readonly rightSize: number;
}

/** Largest weight first; of equal ones the smaller numbers, so that the outcome depends on nothing else. */
function isBefore(a: Offer, b: Offer): boolean {
  return a.weight > b.weight || (a.weight === b.weight && (a.left < b.left || (a.left === b.left && a.right < b.right)));
}

/** A binary heap. */
function createQueue() {
  const heap: Offer[] = [];

  function swap(i: number, j: number): void {
    const [one, other] = [heap[i], heap[j]];
    if (one !== undefined && other !== undefined) {
      [heap[i], heap[j]] = [other, one];
    }
  }

  function isBeforeAt(i: number, j: number): boolean {
    const [one, other] = [heap[i], heap[j]];
    return one !== undefined && other !== undefined && isBefore(one, other);
  }

  return {
    put(offer: Offer): void {
      heap.push(offer);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isBeforeAt(at, parent)) {
          break;
        }
        swap(at, parent);
        at = parent;
      }
    },
    take(): Offer | undefined {
      const [top] = heap;
      const last = heap.pop();
      if (last === undefined || heap.length === 0) {
        return top;
      }
      heap[0] = last;
      for (let at = 0; ; ) {
        const children = [2 * at + 1, 2 * at + 2].filter((child) => child < heap.length);
        const first = children.reduce((best, child) => (isBeforeAt(child, best) ? child : best), at);
        if (first === at) {
          break;
        }
        swap(at, first);
        at = first;
      }
      return top;
    },
  };
}
