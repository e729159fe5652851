import { COMPARISON_AT, COMPARISONS, createPairEvidence, type ComparePair, type PairEvidence } from './comparisons';
import { type CandidatePairs } from './find-pairs';
import { relationOddsOf, RELATIONS, toOdds, weigh, type Model } from './model';
import { type People } from './people';
import { MISSING } from './value-levels';

/** As many pairs of strangers and of candidates as are looked at for training. */
const MOST_RANDOM_PAIRS = 100_000;
const MOST_TRAINING_PAIRS = 100_000;
const MOST_ROUNDS = 25;
/** What is known before the data are seen weighs as much as so many pairs of one person. */
const PRIOR_WEIGHT = 20;
const LEAST_U = 1e-6;

export interface Training {
  readonly people: People;
  readonly pairs: CandidatePairs;
  readonly compare: ComparePair;
  readonly mode: 'dedupe' | 'link';
  readonly random: () => number;
}

/**
 * Learns the model without labels: how often strangers agree from pairs drawn at random, how often one person's records do by
 * expectation maximisation over the candidate pairs. Pairs not found by blocking count as strangers.
 */
export function train(training: Training): Model {
  const { people, mode } = training;
  const total = people.ids.length;
  const rightCount = total - people.leftCount;
  const allPairs = Math.max(1, mode === 'dedupe' ? (total * (total - 1)) / 2 : people.leftCount * rightCount);
  const drawn = countLevels(drawPairs(training), training.compare);
  const sample = samplePairs(training);
  const start = Math.min(0.05, (0.2 * (mode === 'dedupe' ? total : Math.min(people.leftCount, rightCount))) / allPairs);
  let model: Model = {
    prior: start,
    m: COMPARISONS.map(({ m }) => m),
    u: drawn.shares,
    implied: learnImplied(training),
    relations: RELATIONS.map(({ share }) => share),
    recordCount: total,
    othersOfOne: 0,
  };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = improve(model, sample, drawn, allPairs, mode, people);
    const isSettled = Math.abs(Math.log(next.prior / model.prior)) < 1e-3 && largestChange(next, model) < 1e-3;
    model = next;
    if (isSettled) {
      break;
    }
  }
  return model;
}

function largestChange(a: Model, b: Model): number {
  return Math.max(...a.m.flatMap((shares, at) => shares.map((share, level) => Math.abs(share - (b.m[at]?.[level] ?? 0)))));
}

/** Pairs of numbers one after the other: left, right, left, right. */
function drawPairs({ people, mode, random }: Training): Uint32Array {
  const total = people.ids.length;
  const [from, size] = mode === 'dedupe' ? [0, total] : [people.leftCount, total - people.leftCount];
  const asking = mode === 'dedupe' ? total : people.leftCount;
  if (asking * size <= MOST_RANDOM_PAIRS) {
    const all: number[] = [];
    for (let left = 0; left < asking; left += 1) {
      for (let right = mode === 'dedupe' ? left + 1 : from; right < from + size; right += 1) {
        all.push(left, right);
      }
    }
    return Uint32Array.from(all);
  }
  return Uint32Array.from({ length: 2 * MOST_RANDOM_PAIRS }, (_none, i) => (i % 2 === 0 ? Math.floor(random() * asking) : from + Math.floor(random() * size)));
}

interface Drawn {
  readonly shares: readonly (readonly number[])[];
  readonly sizes: readonly number[];
}

function countLevels(pairs: Uint32Array, compare: ComparePair): Drawn {
  const evidence = createPairEvidence();
  const counts = COMPARISONS.map(({ levels }) => levels.map(() => 0));
  for (let i = 0; i < pairs.length; i += 2) {
    const [left = 0, right = 0] = [pairs[i], pairs[i + 1]];
    if (left !== right) {
      compare(left, right, evidence);
      evidence.levels.forEach((level, at) => {
        const count = counts[at];
        if (level !== MISSING && count !== undefined) {
          count[level] = (count[level] ?? 0) + 1;
        }
      });
    }
  }
  const sizes = counts.map((levels) => levels.reduce((sum, count) => sum + count, 0));
  return { sizes, shares: counts.map((levels, at) => levels.map((count) => (count + 0.5) / ((sizes[at] ?? 0) + levels.length / 2))) };
}

interface Sample {
  readonly size: number;
  /** For how many candidate pairs each of the sample stands. */
  readonly scale: number;
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
  readonly chances: Float64Array;
}

/** Every nth left record with all its candidates: of a record's pairs none is taken without the others. */
function samplePairs({ pairs: { lefts, rights }, compare }: Training): Sample {
  const every = Math.max(1, Math.ceil(lefts.length / MOST_TRAINING_PAIRS));
  const chosen = [...lefts.keys()].filter((i) => (Math.imul(lefts[i] ?? 0, 0x9e3779b1) >>> 0) % every === 0);
  const width = COMPARISONS.length;
  const evidence = createPairEvidence();
  const sample = { levels: new Uint8Array(chosen.length * width), counts: new Float64Array(chosen.length * width), chances: new Float64Array(chosen.length * width) };
  chosen.forEach((pair, i) => {
    compare(lefts[pair] ?? 0, rights[pair] ?? 0, evidence);
    sample.levels.set(evidence.levels, i * width);
    sample.counts.set(evidence.counts, i * width);
    sample.chances.set(evidence.chances, i * width);
  });
  return { size: chosen.length, scale: chosen.length === 0 ? 1 : lefts.length / chosen.length, ...sample };
}

/** One round: how likely each pair is one person's under the model, then the model under which these were most likely. */
function improve(model: Model, sample: Sample, drawn: Drawn, allPairs: number, mode: 'dedupe' | 'link', people: People): Model {
  const width = COMPARISONS.length;
  const sums = COMPARISONS.map(({ levels }) => levels.map(() => 0));
  const related = RELATIONS.map(() => 0);
  const ratios = new Float64Array(width);
  let matches = 0;
  for (let i = 0; i < sample.size; i += 1) {
    const evidence: PairEvidence = {
      levels: sample.levels.subarray(i * width, (i + 1) * width),
      counts: sample.counts.subarray(i * width, (i + 1) * width),
      chances: sample.chances.subarray(i * width, (i + 1) * width),
    };
    weigh(model, evidence, ratios);
    const odds = toOdds(model, ratios);
    const probability = odds / (1 + odds);
    matches += probability;
    addRelated(related, model, ratios, 1 - probability);
    if (probability > 1e-4) {
      evidence.levels.forEach((level, at) => {
        const sum = sums[at];
        if (level !== MISSING && sum !== undefined) {
          sum[level] = (sum[level] ?? 0) + probability;
        }
      });
    }
  }
  const prior = Math.min(0.5, Math.max(1 / allPairs, (matches * sample.scale) / allPairs));
  const m = sums.map((levels, at) => {
    const defaults = COMPARISONS[at]?.m ?? [];
    const size = levels.reduce((sum, count) => sum + count, 0);
    return levels.map((count, level) => (count + PRIOR_WEIGHT * (defaults[level] ?? 0)) / (size + PRIOR_WEIGHT));
  });
  return {
    ...model,
    prior,
    m,
    u: drawn.shares.map((levels, at) => levels.map((share, level) => withoutMatches(share, prior * (m[at]?.[level] ?? 0), drawn.sizes[at] ?? 0))),
    relations: RELATIONS.map(({ share }, at) => ((related[at] ?? 0) + share * PRIOR_WEIGHT) / (matches + PRIOR_WEIGHT)),
    othersOfOne: mode === 'dedupe' ? prior * (people.ids.length - 1) : prior * (people.ids.length - people.leftCount),
  };
}

/** Among pairs drawn at random are some of one person: what they show is not what strangers show. */
function withoutMatches(share: number, ofMatches: number, size: number): number {
  return Math.max(share - ofMatches, share / 10, 0.5 / Math.max(1, size), LEAST_U);
}

function addRelated(related: number[], model: Model, ratios: Float64Array, rest: number): void {
  const odds = RELATIONS.map((_relation, at) => relationOddsOf(model, ratios, at));
  const whole = 1 - model.prior + odds.reduce((sum, one) => sum + one, 0);
  odds.forEach((one, at) => {
    related[at] = (related[at] ?? 0) + (rest * one) / whole;
  });
}

/** So many pairs of strangers who share a value are looked at for each implication. */
const IMPLICATION_PAIRS = 4_000;

/** How often people of different names who share one column share another, as town and postal code. */
function learnImplied({ people, compare }: Training): number[][] {
  const evidence = createPairEvidence();
  return COMPARISONS.map(({ name, impliedBy }) => {
    const at = COMPARISON_AT.get(name) ?? 0;
    return impliedBy.map((column) => {
      const neighbours = pairNeighbours(people, column);
      let [shared, seen] = [0, 0];
      for (const [left, right] of neighbours) {
        compare(left, right, evidence);
        const isStranger = (evidence.levels[0] ?? 0) >= 4 && (evidence.levels[2] ?? 0) >= 4;
        if (isStranger && evidence.levels[at] !== MISSING) {
          seen += 1;
          shared += Number((evidence.counts[at] ?? 0) > 0);
        }
      }
      return seen === 0 ? 0 : shared / (seen + 2);
    });
  });
}

/** Records that share a value of a column, each with the next that has it. */
function pairNeighbours(people: People, name: keyof People['columns']): [number, number][] {
  const { starts, valueIds, counts } = people.columns[name];
  const last = new Map<number, number>();
  const pairs: [number, number][] = [];
  for (let record = 0; record < people.ids.length && pairs.length < IMPLICATION_PAIRS; record += 1) {
    for (let at = starts[record] ?? 0; at < (starts[record + 1] ?? 0); at += 1) {
      const value = valueIds[at] ?? 0;
      const before = last.get(value);
      if (before !== undefined) {
        pairs.push([before, record]);
      }
      if ((counts[value] ?? 0) > 1) {
        last.set(value, record);
      }
    }
  }
  return pairs;
}
