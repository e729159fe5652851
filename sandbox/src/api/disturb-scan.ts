import { type Account } from '../domain/account';
import { type Command } from '../domain/command';
import { type Strike } from '../domain/faults/fault-plan';
import { isJsonObject, type Json } from '../domain/json';
import { type CandidateRecord } from '../domain/records';
import { listCandidates } from './candidate-routes';
import { type DisturbScan } from './fault-injector';
import { type PageClock } from './page-clock';

/** People looked at behind the page that was just read. */
const AHEAD = 100;

/** Undefined where there are too few to do it to. */
const toCommand = ({ rule, random }: Strike, ahead: readonly CandidateRecord[]): Command | undefined => {
  const [one, other] = random.sample(ahead, 2);
  if (one === undefined) return undefined;
  const { id } = one;
  if (rule.name === 'deleted_mid_scan') return { type: 'removeCandidate', id };
  if (rule.name === 'merged_mid_scan') return other === undefined ? undefined : { type: 'mergeCandidate', id, into: other.id };
  return { type: 'patchCandidate', id, fields: { phoneNumber: `+49 30 ${random.between(1_000_000, 9_999_999)}` } };
};

/** Changes, merges or deletes somebody on a page that is still to come. */
export const createDisturbScan =
  (account: Account, clock: PageClock, run: (command: Command) => void): DisturbScan =>
  (strike, page: Json, query) => {
    const pageId = isJsonObject(page) ? page['nextPageId'] : undefined;
    if (typeof pageId !== 'string') return false;
    const later = new URLSearchParams(query);
    later.set('pageId', pageId);
    later.set('limit', String(AHEAD));
    const command = toCommand(strike, listCandidates(account, later, clock).records);
    if (command !== undefined) run(command);
    return command !== undefined;
  };
