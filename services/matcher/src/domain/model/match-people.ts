import { cluster, type Edge } from './cluster';
import { createComparePair, createPairEvidence, type ComparePair } from './comparisons';
import { findPairs, type CandidatePairs, type Say } from './find-pairs';
import { decideProbability, toOdds, weigh, type Decision, type Model } from './model';
import { type People } from './people';
import { createRandom } from './random';
import { train } from './train';
import { COMPARISONS } from './comparisons';

export type Mode = 'dedupe' | 'link';

export interface Matching {
  readonly people: People;
  readonly model: Model;
  readonly compare: ComparePair;
  readonly pairs: CandidatePairs;
  /** Of each of the pairs. */
  readonly probabilities: Float64Array;
  readonly decisions: readonly Decision[];
  /** In `dedupe`: for each record the smallest of its group. */
  readonly groupOf: Uint32Array | undefined;
}

/** A pair this likely may hold a group together; less likely ones only join in where others do. */
const LEAST_EDGE = 0.5;
const SEED = 1;

/** Who among the records is one person. Equal records give the equal answer, in whatever order they come. */
export function matchPeople(people: People, mode: Mode, say: Say = () => undefined): Matching {
  const pairs = findPairs(people, mode, say);
  const compare = createComparePair(people);
  say(`Learning from ${pairs.lefts.length} pairs`);
  const model = train({ people, pairs, compare, mode, random: createRandom(SEED) });
  say('Weighing');
  const oddsOf = createOddsOf(model, compare);
  const probabilities = Float64Array.from(pairs.lefts, (left, i) => {
    const odds = oddsOf(left, pairs.rights[i] ?? 0);
    return odds === Infinity ? 1 : odds / (1 + odds);
  });
  const decisions = Array.from(probabilities, decideProbability);
  say('Grouping');
  return {
    people, model, compare, pairs, probabilities,
    decisions: mode === 'link' ? withOneMatchEach(pairs, probabilities, decisions) : decisions,
    groupOf: mode === 'dedupe' ? cluster(people.ids.length, toEdges(pairs, probabilities, oddsOf), (a, b) => Math.log2(oddsOf(a, b))) : undefined,
  };
}

function createOddsOf(model: Model, compare: ComparePair): (a: number, b: number) => number {
  const evidence = createPairEvidence();
  const ratios = new Float64Array(COMPARISONS.length);
  return (a, b) => {
    compare(a, b, evidence);
    weigh(model, evidence, ratios);
    return toOdds(model, ratios);
  };
}

function toEdges({ lefts, rights }: CandidatePairs, probabilities: Float64Array, oddsOf: (a: number, b: number) => number): Edge[] {
  const edges: Edge[] = [];
  probabilities.forEach((probability, i) => {
    if (probability >= LEAST_EDGE) {
      const [left = 0, right = 0] = [lefts[i], rights[i]];
      edges.push({ left, right, weight: Math.log2(oddsOf(left, right)) });
    }
  });
  return edges;
}

/**
 * A left record is one right record at most. Where several are likely the best stands only as far as it is likelier than the
 * others together; otherwise a person is asked about each.
 */
function withOneMatchEach({ lefts }: CandidatePairs, probabilities: Float64Array, decisions: readonly Decision[]): Decision[] {
  const decided = [...decisions];
  for (let from = 0, to = 0; from < lefts.length; from = to) {
    while (to < lefts.length && lefts[to] === lefts[from]) {
      to += 1;
    }
    const matches = [];
    for (let i = from; i < to; i += 1) {
      if (decisions[i] === 'match') {
        matches.push(i);
      }
    }
    if (matches.length > 1) {
      const oddsOf = (i: number) => (probabilities[i] ?? 0) / Math.max(Number.EPSILON, 1 - (probabilities[i] ?? 0));
      const all = matches.reduce((sum, i) => sum + oddsOf(i), 0);
      matches.forEach((i) => {
        decided[i] = decideProbability(oddsOf(i) / (1 + all)) === 'match' ? 'match' : 'ask';
      });
    }
  }
  return decided;
}
