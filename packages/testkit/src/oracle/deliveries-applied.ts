import { NotFoundError } from '@secondlook/kit';

import { readEvents } from './sandbox-lines';
import { createTally, type Finding, type StackView } from './view';

/** I4: every delivery that was answered 202 is applied or superseded; none is open, none is lost. */
export async function deliveriesApplied(view: StackView): Promise<Finding> {
  const tally = createTally('I4', 'every delivery answered 202 is applied or superseded');
  for (const tenant of view.tenants) {
    const endpoint = view.sandbox[tenant];
    const events = endpoint === undefined ? [] : await readEvents(endpoint);
    const accepted = new Set(events.flatMap((line) => (line.kind === 'delivery' && line.status === 202 ? [line.eventId] : [])));
    for (const eventId of accepted) {
      const state = await stateOf(view, tenant, eventId);
      tally.check(state === 'closed', () => `${tenant}: delivery ${eventId} is ${state}`);
    }
  }
  return tally.finding();
}

async function stateOf({ clients, as }: StackView, tenant: string, eventId: string): Promise<'closed' | 'open' | 'lost'> {
  try {
    const { delivery } = await clients.gateway.getDelivery({ eventId }, as(tenant));
    return delivery?.closedTime === undefined ? 'open' : 'closed';
  } catch (error) {
    if (error instanceof NotFoundError) {
      return 'lost';
    }
    throw error;
  }
}
