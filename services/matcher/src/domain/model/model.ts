import { COMPARISON_AT, COMPARISONS, type Comparison, type PairEvidence } from './comparisons';
import { MISSING } from './value-levels';

/** The rules of comparing and weighing, by name: equal inputs under one version give equal numbers. Raise it with every change of them. */
export const MODEL_VERSION = 'model-1';

/** From this probability on two records are one person; from the lower one on a person is asked. */
export const THRESHOLDS = { match: 0.6, ask: 0.1 } as const;
export type Decision = 'match' | 'ask' | 'none';

export function decideProbability(probability: number): Decision {
  return probability >= THRESHOLDS.match ? 'match' : probability >= THRESHOLDS.ask ? 'ask' : 'none';
}

/**
 * Two people who are not one and yet agree in more than chance explains. Each is weighed against being one person, with the
 * evidence that such two would share: so no amount of it alone makes certain.
 */
export interface Relation {
  readonly name: string;
  readonly shares: readonly Comparison['name'][];
  /** How many such pairs there are for each pair of one person's records, before the data are seen. */
  readonly share: number;
}

export const RELATIONS: readonly Relation[] = [
  { name: 'same name, same place', shares: ['given', 'middle', 'family', 'nameOrder', 'street', 'houseNumber', 'postalCode', 'city', 'region', 'country'], share: 0.002 },
  { name: 'one household', shares: ['family', 'nameOrder', 'phone', 'street', 'houseNumber', 'postalCode', 'city', 'region', 'country'], share: 0.01 },
  { name: 'one contact address', shares: ['email', 'phone', 'url'], share: 0.02 },
  { name: 'one career', shares: ['position', 'employer', 'jobTitle', 'schoolYear', 'school', 'degree', 'field', 'skill', 'city', 'region', 'country'], share: 0.02 },
];

const RELATION_SHARES: readonly (readonly boolean[])[] = RELATIONS.map(({ shares }) => COMPARISONS.map(({ name }) => shares.includes(name)));
const IMPLIED_BY: readonly (readonly number[])[] = COMPARISONS.map(({ impliedBy }) => impliedBy.map((name) => COMPARISON_AT.get(name) ?? 0));
const ORDER = COMPARISON_AT.get('nameOrder') ?? 0;

/** What was learned from the data. All of it is in the report, so a probability can be worked out by hand. */
export interface Model {
  /** The probability that two records taken at random are one person's. */
  readonly prior: number;
  /** Per comparison and level: how often one person's records show it, and how often strangers' do. */
  readonly m: readonly (readonly number[])[];
  readonly u: readonly (readonly number[])[];
  /** Per comparison, and each column that implies it: how often strangers who share that column share this one too. */
  readonly implied: readonly (readonly number[])[];
  readonly relations: readonly number[];
  readonly recordCount: number;
  /** How many further records of one person a record has, on average: they are no strangers who share a value. */
  readonly othersOfOne: number;
}

/** How much more likely each comparison's outcome is for one person than for strangers; 1 where nothing can be said. */
export function weigh(model: Model, { levels, counts, chances }: PairEvidence, ratios: Float64Array): void {
  for (let at = 0; at < COMPARISONS.length; at += 1) {
    ratios[at] = weighOne(model, at, levels, counts[at] ?? 0, chances[at] ?? 1);
  }
}

function weighOne(model: Model, at: number, levels: Uint8Array, count: number, chances: number): number {
  const level = levels[at] ?? MISSING;
  const m = level === MISSING ? undefined : model.m[at]?.[level];
  if (m === undefined) {
    return 1;
  }
  if (at === ORDER) {
    return m;
  }
  let u = model.u[at]?.[level] ?? 1;
  if (count > 0) {
    const strangers = Math.max(0.5, count - 1 - model.othersOfOne * (model.m[at]?.[0] ?? 1));
    u = Math.min(1, (strangers / model.recordCount) * chances);
    const implications = IMPLIED_BY[at] ?? [];
    for (let i = 0; i < implications.length; i += 1) {
      if (levels[implications[i] ?? 0] === 0) {
        u = Math.max(u, model.implied[at]?.[i] ?? 0);
      }
    }
  }
  return m / u;
}

/** The probability that two records are one person's, from the ratios of `weigh`. */
export function toProbability(model: Model, ratios: Float64Array): number {
  const odds = toOdds(model, ratios);
  return odds / (1 + odds);
}

export function toOdds(model: Model, ratios: Float64Array): number {
  return (model.prior * product(ratios)) / (1 - model.prior + relationOdds(model, ratios));
}

/** How likely all relations together are, against strangers. */
function relationOdds(model: Model, ratios: Float64Array): number {
  let sum = 0;
  for (let relation = 0; relation < RELATIONS.length; relation += 1) {
    sum += relationOddsOf(model, ratios, relation);
  }
  return sum;
}

export function relationOddsOf(model: Model, ratios: Float64Array, relation: number): number {
  const shared = RELATION_SHARES[relation] ?? [];
  let odds = model.prior * (model.relations[relation] ?? 0);
  for (let at = 0; at < ratios.length; at += 1) {
    if (shared[at] === true) {
      odds *= ratios[at] ?? 1;
    }
  }
  return odds;
}

function product(ratios: Float64Array): number {
  let all = 1;
  for (const ratio of ratios) {
    all *= ratio;
  }
  return all;
}
