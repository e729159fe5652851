import { type EventDefinition, type ServiceName } from '@secondlook/contracts';
import { type NatsConnection } from 'nats';

import { type Running } from '../run-service';
import { createDeadLetters, type DeadLetterCopy } from './dead-letters';
import { startConsumer, type ConsumerDefinition } from './start-consumer';

export type EventServing = ReturnType<typeof serveEvents>;

/**
 * Starts a service's consumers. `onStream` hears of each stream's creation time whenever its consumer is (re)acquired: a time not
 * seen before means that events were lost with the stream's store.
 */
export function serveEvents(
  service: ServiceName,
  connection: NatsConnection,
  definitions: readonly ConsumerDefinition[],
  running: Running<unknown>,
  onStream: (event: EventDefinition, createdTime: string) => void = () => undefined,
) {
  const deadLetters = createDeadLetters(connection, service);
  for (const definition of definitions) {
    startConsumer(definition, { connection, deadLetters, service }, running, (createdTime) => onStream(definition.event, createdTime));
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
