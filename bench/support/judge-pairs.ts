export interface Judgement {
  /** How many pairs of one person there are. */
  readonly all: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

interface ComparedPairs {
  readonly lefts: Uint32Array;
  readonly rights: Uint32Array;
  readonly isMatch: (pair: number) => boolean;
}

/** What was said of pairs, against whose records they are. */
export function judgePairs(personAt: readonly string[], { lefts, rights, isMatch }: ComparedPairs) {
  let [found, right, said] = [0, 0, 0];
  lefts.forEach((left, pair) => {
    const isOne = personAt[left] === personAt[rights[pair] ?? 0];
    found += Number(isOne);
    said += Number(isMatch(pair));
    right += Number(isOne && isMatch(pair));
  });
  const all = sum(sizesOf(personAt).map(pairsOf));
  return { pairs: toJudgement(all, said, right), completeness: found / all, reduction: 1 - lefts.length / pairsOf(personAt.length) };
}

/** Groups by all pairs within them, and B-cubed: by record, how pure and how complete its group is. */
export function judgeGroups(personAt: readonly string[], groupOf: Uint32Array) {
  const groups = Array.from(groupOf, String);
  const both = groups.map((group, at) => `${group} ${personAt[at] ?? ''}`);
  const [inBoth, inGroup, ofPerson] = [countEach(both), countEach(groups), countEach(personAt)];
  const share = (whole: ReadonlyMap<string, number>, keys: readonly string[]) =>
    sum(both.map((key, at) => (inBoth.get(key) ?? 0) / (whole.get(keys[at] ?? '') ?? 1))) / both.length;
  return {
    groups: toJudgement(sum(sizesOf(personAt).map(pairsOf)), sum(sizesOf(groups).map(pairsOf)), sum(sizesOf(both).map(pairsOf))),
    bCubed: toF1(share(inGroup, groups), share(ofPerson, personAt)),
  };
}

function toJudgement(all: number, said: number, right: number): Judgement {
  const precision = said === 0 ? 1 : right / said;
  const recall = right / all;
  return { all, precision, recall, f1: toF1(precision, recall) };
}

function toF1(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function countEach(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  keys.forEach((key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  return counts;
}

function sizesOf(keys: readonly string[]): number[] {
  return [...countEach(keys).values()];
}

function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
