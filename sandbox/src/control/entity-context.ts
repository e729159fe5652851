import { type Command } from '../domain/command';
import { NotFoundError } from '../domain/errors';
import { uuidOf } from '../domain/identifiers';
import { type JsonObject } from '../domain/json';
import { type CandidateRecord } from '../domain/records';
import { type State } from '../state';
import { type Deliverer } from '../webhooks/start-deliverer';

export interface EntityContext {
  readonly state: State;
  readonly deliverer: Deliverer;
  readonly seed: number;
  readonly now: () => number;
}

export const createRunner =
  ({ state, deliverer, now }: EntityContext) =>
  (command: Command): void =>
    deliverer.deliver(state.commit({ kind: 'command', at: state.account.stamp(now()), command }));

/** A body may choose its id; otherwise the number of the entry makes one, the same for the same seed and history. */
export const chooseId = ({ seed, state }: EntityContext, kind: string, fields: JsonObject): string => {
  const chosen = fields['id'];
  return typeof chosen === 'string' && chosen !== '' ? chosen : uuidOf(seed, 'posted', kind, state.count());
};

export const getCandidate = ({ state }: EntityContext, id: string): CandidateRecord => {
  const record = state.account.candidates.find(id);
  if (record === undefined) throw new NotFoundError('CANDIDATE_NOT_FOUND', 'No such candidate');
  return record;
};
