import { Agent, request } from 'node:http';

import { createRandom, type Random } from '@secondlook/sandbox';
import { ACME, callbackOf, GLOBEX, signWebhook, type SignedWebhook } from '@secondlook/testkit';

import { type Goal, type GoalRun, type Outcome } from '../goal';
import { onStack } from '../support/on-stack';

const AT_ONCE = 16;
const OLDEST_MS = 8 * 24 * 3_600_000;

export const mutatedWebhooks: Goal = {
  id: 'SEC-4',
  statement: 'no webhook is accepted whose bytes, headers or signature were changed after signing, or that was signed with another key',
  size: 1_000_000,
  unit: 'mutations',
  measure: (run) =>
    onStack(run, { size: 40, speed: run.speed ?? 50 }, (_stack, webhooks) => refuseAll(run, { ...callbackOf(webhooks, ACME), foreignKey: callbackOf(webhooks, GLOBEX).key })),
};

export interface Target {
  readonly url: string;
  readonly key: string;
  /** Of another tenant. */
  readonly foreignKey: string;
}

/** Posts signed webhooks that were changed in one way each, with an untouched one now and then to see that the door is open at all. */
export async function refuseAll({ size, seed, say }: Pick<GoalRun, 'size' | 'seed' | 'say'>, target: Target): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const random = createRandom(seed, 'sec-4');
  const statuses = new Map<number, number>();
  const accepted: string[] = [];
  let [next, untouched] = [0, 0];
  async function postSome(): Promise<void> {
    while (next < size) {
      const index = (next += 1);
      const [name, mutate] = random.pick(mutations);
      const webhook = mutate(sign(target.key, index, random), random, target);
      const status = await post(agent, target.url, webhook);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status < 400 || status >= 500) {
        accepted.push(`${status} for ${name}: ${JSON.stringify(webhook).slice(0, 400)}`);
      }
      if (index % 1_000 === 0) {
        untouched += (await post(agent, target.url, sign(target.key, index, random))) === 202 ? 1 : 0;
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, postSome));
  } finally {
    agent.destroy();
  }
  accepted.slice(0, 10).forEach((line) => say(line));
  const expected = Math.floor(size / 1_000);
  const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`).join(', ');
  return { isMet: accepted.length === 0 && untouched === expected, figure: `${accepted.length} of ${size} mutations not answered 4xx (${answers}); ${untouched} of ${expected} untouched ones accepted` };
}

function sign(key: string, index: number, random: Random): SignedWebhook {
  return signWebhook({ key, eventName: 'candidate.updated', eventId: `sec-4-${index}-${random.below(1e9)}`, body: { candidate_id: `c${index}`, note: 'untouched' } });
}

type Mutate = (webhook: SignedWebhook, random: Random, target: Target) => SignedWebhook;

const SIGNED = ['event-id', 'event-name', 'event-version', 'smartrecruiters-timestamp'];
const SIGNATURE = 'smartrecruiters-signature';

const withHeader = ({ headers, text }: SignedWebhook, name: string, change: (value: string) => string): SignedWebhook => ({ text, headers: { ...headers, [name]: change(headers[name] ?? '') } });

const withoutHeader = ({ headers, text }: SignedWebhook, name: string): SignedWebhook => ({ text, headers: Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)) });

/** Another printable character in one place; white space at an end would be cut off on the way. */
function replaceOne(text: string, random: Random): string {
  const at = random.below(text.length);
  const other = String.fromCharCode(random.between(0x21, 0x7e));
  return text[at] === other ? replaceOne(text, random) : text.slice(0, at) + other + text.slice(at + 1);
}

const moveTime = (byMs: number): Mutate => (webhook) => withHeader(webhook, 'smartrecruiters-timestamp', (seconds) => String(Number(seconds) + Math.round(byMs / 1_000)));

const mutations: readonly (readonly [string, Mutate])[] = [
  ['a character of the body', ({ headers, text }, random) => ({ headers, text: replaceOne(text, random) })],
  ['a byte more', ({ headers, text }, random) => ({ headers, text: random.isChance(0.5) ? ` ${text}` : `${text}\n` })],
  ['a byte less', ({ headers, text }) => ({ headers, text: text.slice(0, -1) })],
  ['no body', ({ headers }) => ({ headers, text: '' })],
  ['a signed header', (webhook, random) => withHeader(webhook, random.pick(SIGNED), (value) => replaceOne(value, random))],
  ['a signed header less', (webhook, random) => withoutHeader(webhook, random.pick(SIGNED))],
  ['a link that was not signed', (webhook) => withHeader(webhook, 'link', () => '<https://api.example.com/x>; rel="self"')],
  ['no signature', (webhook) => withoutHeader(webhook, SIGNATURE)],
  ['a character of the signature', (webhook, random) => withHeader(webhook, SIGNATURE, (value) => value.slice(0, 3) + replaceOne(value.slice(3), random))],
  ['a short signature', (webhook, random) => withHeader(webhook, SIGNATURE, (value) => value.slice(0, random.between(0, value.length - 1)))],
  ['another scheme', (webhook) => withHeader(webhook, SIGNATURE, (value) => value.replace('v1=', 'v0='))],
  ['many wrong signatures', (webhook) => withHeader(webhook, SIGNATURE, (value) => Array.from({ length: 20 }, (_, index) => `${value.slice(0, -2)}${index + 10}`).filter((one) => one !== value).join(';'))],
  ['signed with another tenant’s key', ({ headers }, _random, { foreignKey }) => signWebhook({ key: foreignKey, eventName: 'candidate.updated', eventId: `${headers['event-id'] ?? ''}x`, body: {} })],
  ['signed with no key', ({ headers }) => signWebhook({ key: '', eventName: 'candidate.updated', eventId: `${headers['event-id'] ?? ''}y`, body: {} })],
  ['a moved time', moveTime(-60_000)],
  ['a time long ago', moveTime(-OLDEST_MS - 60_000)],
  ['a time to come', moveTime(600_000)],
  ['a handshake that nobody asked for', (webhook) => withHeader(webhook, 'x-hook-secret', () => 'let-me-in')],
];

function post(agent: Agent, url: string, { headers, text }: SignedWebhook): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(text) }, timeout: 30_000 }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')));
    sent.on('error', reject);
    sent.end(text);
  });
}
