import { describe, expect, it } from '@jest/globals';
import { createFaultPlan, type FaultPlan } from './fault-plan';
import { faultRuleSchema, type FaultRule } from './fault-rule';

const rule = (fields: Partial<FaultRule> & Pick<FaultRule, 'name'>): FaultRule => faultRuleSchema.parse(fields);
const page = { endpoint: 'GET /candidates', hasPageId: true };
const detail = { endpoint: 'GET /candidates/{id}', hasPageId: false };

const namesOf = (plan: FaultPlan, calls: number, call = page): readonly (string | undefined)[] =>
  Array.from({ length: calls }, () => plan.next(call)?.rule.name);

describe('a fault plan', () => {
  const rules = [rule({ name: 'server_error', rate: 0.1 }), rule({ name: 'rate_limited', rate: 0.05, burst: 3 })];

  it('gives the same faults for the same seed and order of calls, others for another seed', () => {
    const faults = namesOf(createFaultPlan(7, rules), 200);
    expect(namesOf(createFaultPlan(7, rules), 200)).toEqual(faults);
    expect(namesOf(createFaultPlan(8, rules), 200)).not.toEqual(faults);
  });

  it('keeps its rate, in bursts', () => {
    const faults = namesOf(createFaultPlan(1, [rule({ name: 'rate_limited', rate: 0.05, burst: 3 })]), 2000).map((name) => (name === undefined ? '.' : 'x'));
    const bursts = faults.join('').match(/x+/g) ?? [];
    expect(bursts.length).toBeGreaterThan(60);
    expect(bursts.length).toBeLessThan(120);
    expect(bursts.slice(0, -1).filter((burst) => burst.length < 3)).toEqual([]);
  });

  it('strikes only the endpoints it names, and no more often than it may', () => {
    const plan = createFaultPlan(1, [rule({ name: 'server_error', endpoints: ['GET /candidates/{id}'], most: 2 })]);
    expect(namesOf(plan, 3)).toEqual([undefined, undefined, undefined]);
    expect(namesOf(plan, 3, detail)).toEqual(['server_error', 'server_error', undefined]);
  });

  it('leaves first pages alone where a fault is one of following pages', () => {
    const plan = createFaultPlan(1, [rule({ name: 'expired_page_id' })]);
    expect([plan.next({ ...page, hasPageId: false }), plan.next(page)?.rule.name]).toEqual([undefined, 'expired_page_id']);
  });

  it('draws for each rule apart: one more rule changes nothing for the others', () => {
    const withAnother = createFaultPlan(7, [rules[0] ?? rule({ name: 'new_field' }), rule({ name: 'slow_answer', rate: 0.5 })]);
    const places = (plan: FaultPlan): readonly number[] => namesOf(plan, 200).flatMap((name, index) => (name === 'server_error' ? [index] : []));
    expect(places(withAnother)).toEqual(places(createFaultPlan(7, rules.slice(0, 1))));
  });
});
