import { type CallLine, type EventLine } from '@secondlook/sandbox';

import { readCalls, readEvents } from './sandbox-lines';
import { createTally, type Finding, type StackView } from './view';

const DETAIL = 'GET /candidates/{id}';
const MAX_IN_FLIGHT = 8;
/** Refusals among calls, per mille, and so many in any case: a shared window's edge is met now and then, by others of the same credential too. */
const MAX_REFUSED_PER_MILLE = 1;
const ALWAYS_FORGIVEN = 8;
/** What a killed process may have had in hand. */
const IN_HAND = 8;
/** A delivery takes a moment to be applied: a read that begins meanwhile does not answer it. */
const DELIVERY_MS = 1_000;

/** I5: the ATS's limits are kept, and no candidate is read twice without a reason in the log. */
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
    const repeated = findRepeated(calls, events);
    // A 404 is believed while somebody who is there answers.
    const proofs = calls.filter(({ endpoint, status }) => endpoint === DETAIL && status === 404).length;
    tally.check(repeated.length <= IN_HAND * view.restarts + proofs, () => `${tenant}: ${repeated.length} reads without a reason, as of ${repeated.slice(0, 3).join(', ')}`);
  }
  return tally.finding();
}

/** Details that were read again although nothing had happened to the candidate since. */
function findRepeated(calls: readonly CallLine[], events: readonly EventLine[]): string[] {
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
    .filter(({ endpoint, status }) => endpoint === DETAIL && status === 200)
    .flatMap(({ path, at }) => {
      const id = path.slice(path.lastIndexOf('/') + 1);
      const before = lastRead.get(id);
      const now = Date.parse(at);
      lastRead.set(id, now);
      return before !== undefined && !(reasons.get(id) ?? []).some(({ from, until }) => until >= before && from <= now) ? [id] : [];
    });
}

function candidateOf(event: EventLine): string | undefined {
  if (event.kind === 'change') {
    return event.entity === 'candidate' ? event.id : event.candidateId;
  }
  const id = event.kind === 'delivery' ? (event.body['candidate_id'] ?? event.body['id']) : undefined;
  return typeof id === 'string' ? id : undefined;
}
