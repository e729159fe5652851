import { SHARED, type EventDefinition, type ServiceName } from '@secondlook/contracts';
import { type NatsConnection } from 'nats';

import { type Running } from '../run-service';
import { createDeadLetters, type DeadLetterCopy } from './dead-letters';
import { createEventMetrics } from './event-metrics';
import { startConsumer, type ConsumerDefinition } from './start-consumer';

export interface EventServingParts {
  /** Whether a tenant is there still: the events of a removed one count as processed. */
  readonly isActive: (tenantId: string) => Promise<boolean>;
  readonly onStream?: (event: EventDefinition, createdTime: string) => void;
}

export type EventServing = ReturnType<typeof serveEvents>;

/**
 * Starts a service's consumers. `onStream` hears of each stream's creation time whenever its consumer is (re)acquired: a time not
 * seen before means that events were lost with the stream's store.
 */
export function serveEvents(
  service: ServiceName,
  connection: NatsConnection,
  consumers: readonly ConsumerDefinition[],
  running: Running<unknown>,
  { isActive, onStream }: EventServingParts,
) {
  const deadLetters = createDeadLetters(connection, service);
  const metrics = createEventMetrics(running.metrics);
  const definitions = consumers.map((definition) => ({ ...definition, handle: forActiveTenants(definition.handle, isActive) }));
  for (const definition of definitions) {
    startConsumer(definition, { connection, deadLetters, metrics, service }, running, (createdTime) => onStream?.(definition.event, createdTime));
  }

  /** Processes a dead letter again, here and now. Its copy is removed when that succeeds. */
  async function replay(copy: DeadLetterCopy, signal: AbortSignal): Promise<void> {
    const definition = definitions.find(({ event }) => event.name === copy.event);
    if (definition === undefined) {
      throw new Error(`${service} has no consumer of ${copy.event}`);
    }
    await definition.handle(copy.tenantId, [copy.doorbell], signal);
    await deadLetters.remove(copy.sequence);
  }

  return { deadLetters, replay };
}

function forActiveTenants(handle: ConsumerDefinition['handle'], isActive: EventServingParts['isActive']): ConsumerDefinition['handle'] {
  return async (tenantId, doorbells, signal) => {
    if (tenantId === SHARED || (await isActive(tenantId))) {
      await handle(tenantId, doorbells, signal);
    }
  };
}
