import { setTimeout as sleep } from 'node:timers/promises';
import { createFaultPlan, type FaultPlan, type Strike } from '../domain/faults/fault-plan';
import { breakJson, distort, itemsOf, withItems } from '../domain/faults/distort';
import { MAXIMUM_DELAY_MS, type FaultName, type FaultRule } from '../domain/faults/fault-rule';
import { type Json } from '../domain/json';
import { errorAnswer } from '../http/error-answer';
import { type Answer } from '../http/exchange';

export interface FaultyCall {
  readonly endpoint: string;
  readonly query: URLSearchParams;
  /** Carries the request out. */
  readonly serve: () => Promise<Answer>;
}

export interface FaultyAnswer {
  readonly answer: Answer;
  /** Undefined where nothing happened, or nothing could. */
  readonly fault?: FaultName;
}

/** Does something to a candidate further on in the list being read; false where there is none. */
export type DisturbScan = (strike: Strike, page: Json, query: URLSearchParams) => boolean;

export interface FaultInjector {
  plan(): FaultPlan;
  /** Replaces all faults; draws begin anew. */
  replace(seed: number, rules: readonly FaultRule[]): void;
  /** Answers so far that had the fault, since it was set. */
  countOf(name: FaultName): number;
  /** To be called in the order of calls: what happens is settled before anything is waited for. */
  answer(call: FaultyCall): Promise<FaultyAnswer>;
}

const MINIMUM_DELAY_MS = 5000;
const PAGE_PARAMETERS = ['pageId', 'page_id', 'nextPageId'];

const hasPageId = (query: URLSearchParams): boolean => PAGE_PARAMETERS.some((name) => (query.get(name) ?? '') !== '');

const delayOf = ({ rule, random }: Strike): number => rule.ms ?? random.between(MINIMUM_DELAY_MS, MAXIMUM_DELAY_MS);

const serverError = ({ random }: Strike): Answer => {
  const status = random.pick([500, 502, 503, 504]);
  if (random.isChance(0.5)) return errorAnswer(status, 'INTERNAL_ERROR', 'Something went wrong');
  return { status, bytes: { contentType: 'text/html', content: Buffer.from(`<html><body><h1>${status}</h1></body></html>`) } };
};

const isGoodJson = ({ status, json }: Answer): boolean => status < 300 && json !== undefined;

const withText = ({ status, headers = {} }: Answer, text: string): Answer => ({
  status,
  headers,
  bytes: { contentType: 'application/json;charset=utf-8', content: Buffer.from(text, 'utf8') },
});

export const createFaultInjector = (disturbScan: DisturbScan): FaultInjector => {
  let plan = createFaultPlan(0, []);
  const counts = new Map<FaultName, number>();
  /** By endpoint, the last item of the latest page. */
  const lastItems = new Map<string, Json>();

  const distortList = (body: Json, { rule, random }: Strike, previous: Json | undefined): Json | undefined => {
    const items = itemsOf(body);
    if (items === undefined || items.length === 0) return undefined;
    if (rule.name === 'missing_item') return withItems(body, items.toSpliced(random.below(items.length), 1));
    return previous === undefined ? undefined : withItems(body, [previous, ...items]);
  };

  /** Faults of a good JSON answer; undefined where the fault finds nothing to change. */
  const distortAnswer = (answer: Answer, strike: Strike, query: URLSearchParams, previous: Json | undefined): Answer | undefined => {
    const { json } = answer;
    if (!isGoodJson(answer) || json === undefined) return undefined;
    const { name } = strike.rule;
    if (name === 'truncated_json' || name === 'invalid_json') return withText(answer, breakJson(JSON.stringify(json), strike));
    if (name.endsWith('_mid_scan')) return disturbScan(strike, json, query) ? answer : undefined;
    const isOfList = name === 'repeated_item' || name === 'missing_item';
    const distorted = isOfList ? distortList(json, strike, previous) : distort(json, strike);
    return distorted === undefined ? undefined : { ...answer, json: distorted };
  };

  const befall = async (strike: Strike, { endpoint, query, serve }: FaultyCall): Promise<FaultyAnswer> => {
    const { rule, random } = strike;
    const { name } = rule;
    const instead = async (answer: Answer): Promise<FaultyAnswer> => {
      if (rule.served === true) await serve();
      return { answer, fault: name };
    };
    switch (name) {
      case 'rate_limited':
        return instead(errorAnswer(429, 'TOO_MANY_REQUESTS', 'Too many requests'));
      case 'server_error':
        return instead(serverError(strike));
      case 'expired_page_id':
        return instead(errorAnswer(400, 'INVALID_PAGE_ID', 'The page id is no longer valid'));
      case 'slow_answer':
        await sleep(delayOf(strike), undefined, { ref: false });
        return { answer: await serve(), fault: name };
      case 'connection_reset': {
        const answer = rule.served === false ? { status: 204 } : await serve();
        return { answer: { ...answer, ending: { kind: 'reset', isHalfSent: random.isChance(0.5) } }, fault: name };
      }
      case 'slow_close':
        return { answer: { ...(await serve()), ending: { kind: 'late', ms: delayOf(strike) } }, fault: name };
      default: {
        const previous = lastItems.get(endpoint);
        const answer = await serve();
        const faulty = distortAnswer(answer, strike, query, previous);
        return faulty === undefined ? { answer } : { answer: faulty, fault: name };
      }
    }
  };

  const remember = (endpoint: string, { json }: Answer): void => {
    const last = json === undefined ? undefined : itemsOf(json)?.at(-1);
    if (last !== undefined) lastItems.set(endpoint, last);
  };

  return {
    plan: () => plan,
    replace: (seed, rules) => {
      plan = createFaultPlan(seed, rules);
      counts.clear();
    },
    countOf: (name) => counts.get(name) ?? 0,
    answer: async (call) => {
      const { endpoint, query } = call;
      const strike = plan.next({ endpoint, hasPageId: hasPageId(query) });
      const faulty = strike === undefined ? { answer: await call.serve() } : await befall(strike, call);
      remember(endpoint, faulty.answer);
      if (faulty.fault !== undefined) counts.set(faulty.fault, (counts.get(faulty.fault) ?? 0) + 1);
      return faulty;
    },
  };
};
