import { type FaultInjector } from '../api/fault-injector';
import { faultMeanings, faultNames } from '../domain/faults/fault-rule';
import { InvalidInputError } from '../domain/errors';
import { withoutUndefined, type Json } from '../domain/json';
import { ok } from '../http/exchange';
import { type ControlRoute } from './control-route';
import { parseFaultPlan } from './parse-control-bodies';

const describe = (faults: FaultInjector): Json => ({
  seed: faults.plan().seed,
  faults: faults.plan().rules.map((rule) => ({ ...withoutUndefined(rule), answers: faults.countOf(rule.name) })),
  known: faultNames.map((name) => ({ name, does: faultMeanings[name] })),
});

/** `endpoints` are those a rule may name. */
export const createFaultControl = (faults: FaultInjector, endpoints: readonly string[]): readonly ControlRoute[] => [
  { method: 'GET', template: '/control/faults', answer: () => ok(describe(faults)) },
  {
    method: 'PUT',
    template: '/control/faults',
    answer: async ({ readJson }) => {
      const { seed, faults: rules } = parseFaultPlan(await readJson());
      const unknown = rules.flatMap((rule) => rule.endpoints ?? []).filter((endpoint) => !endpoints.includes(endpoint));
      if (unknown.length > 0) throw new InvalidInputError('UNKNOWN_ENDPOINT', `No endpoint: ${unknown.join(', ')}. There are: ${endpoints.join(', ')}`);
      faults.replace(seed, rules);
      return ok(describe(faults));
    },
  },
];
