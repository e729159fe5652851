import { streamOf, type EventDefinition, type ServiceName } from '@secondlook/contracts';
import { type NatsConnection } from 'nats';

import { type Lifecycle } from '../lifecycle';
import { pause } from '../wait';
import { type EventMetrics } from './event-metrics';

const EVERY_MS = 10_000;
const ASK_MS = 5_000;

interface Parts {
  readonly connection: NatsConnection;
  readonly metrics: EventMetrics;
  readonly service: ServiceName;
}

/** Counts the events that a service has still to process: those that wait in the stream, and those its replicas have in hand. */
export function watchWaiting(event: EventDefinition, { connection, metrics, service }: Parts, lifecycle: Lifecycle): void {
  lifecycle.run(`count of waiting ${event.name}`, async (stopping) => {
    while (!stopping.aborted) {
      try {
        const manager = await connection.jetstreamManager({ timeout: ASK_MS });
        const { num_pending: pending, num_ack_pending: inHand } = await manager.consumers.info(streamOf(event).name, service);
        metrics.waitingCounted(event.name, pending + inHand);
      } catch {
        // Whoever pulls from the consumer finds it missing, says so, and makes it again.
      }
      await pause(EVERY_MS, stopping);
    }
  });
}
