import { createRandom, type Random } from '../random';
import { type FaultName, type FaultRule } from './fault-rule';

export interface FaultCall {
  /** As in the log of calls. */
  readonly endpoint: string;
  /** Whether the call asks for a page by its id. */
  readonly hasPageId: boolean;
}

/** One fault that happens to one call; `random` settles its details. */
export interface Strike {
  readonly rule: FaultRule;
  readonly random: Random;
}

export interface FaultPlan {
  readonly seed: number;
  readonly rules: readonly FaultRule[];
  /** To be asked once for every admitted call, in their order: the same seed and order give the same faults. */
  next(call: FaultCall): Strike | undefined;
}

const followingPageOnly: readonly FaultName[] = ['repeated_item', 'missing_item', 'expired_page_id'];
const candidateListOnly: readonly FaultName[] = ['changed_mid_scan', 'merged_mid_scan', 'deleted_mid_scan'];

const covers = ({ name, endpoints }: FaultRule, { endpoint, hasPageId }: FaultCall): boolean =>
  (endpoints === undefined || endpoints.includes(endpoint)) &&
  (hasPageId || !followingPageOnly.includes(name)) &&
  (endpoint === 'GET /candidates' || !candidateListOnly.includes(name));

/** Draws for one rule; asked for every call the rule covers, so that no other rule can shift its draws. */
const createRuleDraw = (seed: number, rule: FaultRule, index: number): (() => Random | undefined) => {
  let [calls, struck, leftOfBurst] = [0, 0, 0];
  return () => {
    const random = createRandom(seed, 'fault', index, rule.name, (calls += 1));
    const begins = random.isChance(rule.rate);
    if (leftOfBurst === 0 && begins) leftOfBurst = rule.burst;
    if (leftOfBurst === 0 || struck >= (rule.most ?? Infinity)) return undefined;
    leftOfBurst -= 1;
    struck += 1;
    return random;
  };
};

export const createFaultPlan = (seed: number, rules: readonly FaultRule[]): FaultPlan => {
  const draws = rules.map((rule, index) => ({ rule, draw: createRuleDraw(seed, rule, index) }));
  return {
    seed,
    rules,
    next: (call) => {
      const strikes = draws.flatMap(({ rule, draw }): Strike[] => {
        const random = covers(rule, call) ? draw() : undefined;
        return random === undefined ? [] : [{ rule, random }];
      });
      return strikes[0];
    },
  };
};
