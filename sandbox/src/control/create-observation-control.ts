import { InvalidInputError } from '../domain/errors';
import { withoutUndefined } from '../domain/json';
import { ok, type Answer } from '../http/exchange';
import { toJsonLines, type CallLine, type Log } from '../journal/event-log';
import { type State } from '../state';
import { type Clock } from '../clock';
import { type ControlRequest, type ControlRoute } from './control-route';
import { parseClock, parseCredential } from './parse-control-bodies';
import { readState, type DigestCache } from './read-state';

export interface ObservationContext {
  readonly state: State;
  readonly calls: Log<CallLine>;
  readonly clock: Clock;
}

const parseAfter = (query: URLSearchParams): number => {
  const text = query.get('after') ?? '0';
  if (!/^\d+$/.test(text)) throw new InvalidInputError('INVALID_REQUEST', 'after is a seq');
  return Number(text);
};

const putCredential = async ({ state, clock }: ObservationContext, { parameter, readJson }: ControlRequest): Promise<Answer> => {
  const { token, ...more } = parseCredential(await readJson());
  const name = parameter('name');
  state.commit({ kind: 'credential', at: clock.now(), credential: { name, token, ...more } });
  return ok(withoutUndefined({ name, permissions: more.permissions, candidatesOutOfView: more.candidatesOutOfView }));
};

/** Looking at the account from outside, and setting its clock and keys. */
export const createObservationControl = (context: ObservationContext): readonly ControlRoute[] => {
  const { state, calls, clock } = context;
  const digests: DigestCache = new Map();
  return [
    { method: 'PUT', template: '/control/credentials/{name}', answer: (request) => putCredential(context, request) },
    {
      method: 'PUT',
      template: '/control/clock',
      answer: async ({ readJson }) => {
        const { speed } = parseClock(await readJson());
        clock.setSpeed(speed);
        return ok({ speed });
      },
    },
    { method: 'GET', template: '/control/state', answer: () => ({ status: 200, lines: readState(state, digests) }) },
    { method: 'GET', template: '/control/events', answer: ({ query }) => ({ status: 200, lines: toJsonLines(state.events.after(parseAfter(query))) }) },
    { method: 'GET', template: '/control/calls', answer: ({ query }) => ({ status: 200, lines: toJsonLines(calls.after(parseAfter(query))) }) },
  ];
};
