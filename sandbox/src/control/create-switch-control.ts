import { describeSwitches } from '../domain/switches';
import { ok, type Answer } from '../http/exchange';
import { type State } from '../state';
import { type ControlRoute } from './control-route';
import { parseSwitchChange } from './parse-control-bodies';

/** Readings of what the API reference leaves open; kept in the journal, as what happens next depends on them. */
export const createSwitchControl = (state: State, now: () => number): readonly ControlRoute[] => {
  const list = (): Answer => ok({ content: describeSwitches(state.switches()).map((one) => ({ ...one })) });
  return [
    { method: 'GET', template: '/control/switches', answer: list },
    {
      method: 'PUT',
      template: '/control/switches',
      answer: async ({ readJson }) => {
        state.commit({ kind: 'switches', at: now(), values: parseSwitchChange(await readJson()) });
        return list();
      },
    },
  ];
};
