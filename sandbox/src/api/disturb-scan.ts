import { type Account } from '../domain/account';
import { type Command } from '../domain/command';
import { type Strike } from '../domain/faults/fault-plan';
import { isJsonObject, type Json } from '../domain/json';
import { type CandidateRecord } from '../domain/records';
import { listCandidates } from './candidate-routes';
import { type DisturbScan } from './fault-injector';

/** People looked at behind the page that was just read. */
const AHEAD = 100;

const toCommand = ({ rule, random }: Strike, { id }: CandidateRecord): Command =>
  rule.name === 'deleted_mid_scan'
    ? { type: 'removeCandidate', id }
    : { type: 'patchCandidate', id, fields: { phoneNumber: `+49 30 ${random.between(1_000_000, 9_999_999)}` } };

/** Changes or deletes somebody on a page that is still to come. */
export const createDisturbScan =
  (account: Account, run: (command: Command) => void): DisturbScan =>
  (strike, page: Json, query) => {
    const pageId = isJsonObject(page) ? page['nextPageId'] : undefined;
    if (typeof pageId !== 'string') return false;
    const later = new URLSearchParams(query);
    later.set('pageId', pageId);
    later.set('limit', String(AHEAD));
    const { records } = listCandidates(account, later);
    if (records.length === 0) return false;
    run(toCommand(strike, strike.random.pick(records)));
    return true;
  };
