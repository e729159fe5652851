import { type CallLine, type EventLine } from '@secondlook/sandbox';

import { readCalls, readEvents } from './sandbox-lines';
import { createTally, type Finding, type StackView } from './view';

const DETAIL = 'GET /candidates/{id}';
const CONSENTS = 'GET /candidates/{id}/consents';
const MAX_IN_FLIGHT = 8;
/** Refusals among calls, per mille, and so many in any case: a shared window's edge is met now and then, by others of the same credential too. */
const MAX_REFUSED_PER_MILLE = 1;
const ALWAYS_FORGIVEN = 8;
/** What a killed process may have had in hand. */
const IN_HAND = 8;
/** A delivery takes a moment to be applied: a read that begins meanwhile does not answer it. */
const DELIVERY_MS = 1_000;

/** I5: the ATS's limits are kept, and no candidate is read twice without a reason in the log: something happened, or the sweep's turn came. */
export async function callBudgetKept(view: StackView): Promise<Finding> {
  const tally = createTally('I5', 'the call budget is kept');
  for (const tenant of view.tenants) {
    const endpoint = view.sandbox[tenant];
    if (endpoint === undefined) {
      continue;
    }
    const [served, events] = [await readCalls(endpoint), await readEvents(endpoint)];
    // Answers with a fault are nobody's to answer for.
    const calls = served.filter(({ fault }) => fault === undefined);
    for (const { seq, inFlight, listInFlight } of served) {
      tally.check(inFlight <= MAX_IN_FLIGHT && listInFlight <= 1, () => `${tenant}: call ${seq} was one too many at once`);
    }
    const refused = calls.filter(({ status }) => status === 429).length;
    tally.check(refused <= Math.max(ALWAYS_FORGIVEN, (MAX_REFUSED_PER_MILLE * calls.length) / 1_000), () => `${tenant}: ${refused} of ${calls.length} calls were refused`);
    // A 404 or a refusal is believed while somebody who is there answers.
    const proofs = calls.filter(({ endpoint, status }) => endpoint === DETAIL && ABSENT.includes(status)).length;
    const sweep = await readSweep(view, tenant);
    for (const [endpoint, excused] of [[DETAIL, IN_HAND * view.restarts + proofs], [CONSENTS, IN_HAND * view.restarts]] as const) {
      const repeated = await withoutAnswers(withoutSwept(findRepeated(calls, events, endpoint), sweep), events, view, tenant);
      tally.check(repeated.length <= excused, () => `${tenant}: ${repeated.length} of ${endpoint} without a reason, as of ${repeated.slice(0, 3).map(({ id, before, at }) => `${id} (${toTime(before)}, ${toTime(at)})`).join(', ')}`);
    }
  }
  return tally.finding();
}

const ABSENT: readonly number[] = [401, 403, 404];

interface Sweep {
  readonly periodMs: number;
  /** How often it asked for somebody. */
  readonly reads: number;
}

async function readSweep({ clients, as }: StackView, tenant: string): Promise<Sweep> {
  const sweeps: Sweep[] = [];
  for (const { connectionId } of (await clients.connector.listConnections({}, as(tenant))).connections) {
    const { sweep } = (await clients.connector.getConnectionHealth({ connectionId }, as(tenant))).health ?? {};
    sweeps.push(...(sweep === undefined ? [] : [{ periodMs: sweep.periodSeconds * 1_000, reads: sweep.sweptEver }]));
  }
  return { periodMs: Math.min(...sweeps.map(({ periodMs }) => periodMs)), reads: sweeps.reduce((sum, { reads }) => sum + reads, 0) };
}

/** Each is the sweep's that comes no sooner after the last one of the same candidate than half its period, as far as the sweep read at all. */
function withoutSwept(repeated: readonly Repeated[], { periodMs, reads }: Sweep): Repeated[] {
  const lastSwept = new Map<string, number>();
  let left = reads;
  return repeated.filter(({ id, at }) => {
    const isSwept = left > 0 && at - (lastSwept.get(id) ?? Number.NEGATIVE_INFINITY) >= periodMs / 2;
    if (isSwept) {
      lastSwept.set(id, at);
      left -= 1;
    }
    return !isSwept;
  });
}

/** A delivery is a reason until it is closed, however late it was applied. */
async function withoutAnswers(repeated: readonly Repeated[], events: readonly EventLine[], { clients, as }: StackView, tenant: string): Promise<Repeated[]> {
  const left: Repeated[] = [];
  for (const one of repeated) {
    const eventIds = events.flatMap((event) => (event.kind === 'delivery' && event.status === 202 && candidateOf(event) === one.id && Date.parse(event.at) <= one.at ? [event.eventId] : []));
    const answers = await Promise.all(eventIds.map((eventId) => clients.gateway.getDelivery({ eventId }, as(tenant))));
    if (!answers.some(({ delivery }) => (delivery?.closedTime?.getTime() ?? 0) >= one.before)) {
      left.push(one);
    }
  }
  return left;
}

interface Repeated {
  readonly id: string;
  /** When it had been read. */
  readonly before: number;
  readonly at: number;
}

const toTime = (ms: number) => new Date(ms).toISOString().slice(11, 23);

/** What was read again although nothing had happened to the candidate since. */
function findRepeated(calls: readonly CallLine[], events: readonly EventLine[], wanted: string): Repeated[] {
  const reasons = new Map<string, { from: number; until: number }[]>();
  for (const event of events) {
    const id = candidateOf(event);
    if (id !== undefined) {
      const from = Date.parse(event.at);
      reasons.set(id, [...(reasons.get(id) ?? []), { from, until: from + (event.kind === 'delivery' ? DELIVERY_MS : 0) }]);
    }
  }
  const lastRead = new Map<string, number>();
  return calls
    .filter(({ endpoint, status }) => endpoint === wanted && (status === 200 || ABSENT.includes(status)))
    .flatMap(({ path, at, status }) => {
      const [, , id = ''] = path.split('/');
      if (status !== 200) {
        // Whoever was refused is read again once the ATS shows them: that is news.
        lastRead.delete(id);
        return [];
      }
      const before = lastRead.get(id);
      const now = Date.parse(at);
      lastRead.set(id, now);
      return before !== undefined && !(reasons.get(id) ?? []).some(({ from, until }) => until >= before && from <= now) ? [{ id, before, at: now }] : [];
    });
}

function candidateOf(event: EventLine): string | undefined {
  if (event.kind === 'change') {
    return event.entity === 'candidate' ? event.id : event.candidateId;
  }
  const id = event.kind === 'delivery' ? (event.body['candidate_id'] ?? event.body['id']) : undefined;
  return typeof id === 'string' ? id : undefined;
}
