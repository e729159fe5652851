import { streamOf, type EventDefinition } from '@secondlook/contracts';
import { type JetStreamClient, type NatsConnection } from 'nats';

import { UnavailableError } from '../errors';
import { toMessage, type Doorbell } from './doorbell';
import { ensureStream } from './ensure-streams';

const PUBLISH_MS = 5_000;

export type Publisher = ReturnType<typeof createPublisher>;

/** Publishes doorbells. JetStream's yes comes before its disk: whoever publishes must be able to publish again (see announcer.ts). */
export function createPublisher(connection: NatsConnection) {
  const client = connection.jetstream({ timeout: PUBLISH_MS });

  /** Resolves when JetStream has all of them. Creates the stream when it is missing, as after its store was wiped. */
  async function publish(event: EventDefinition, tenantId: string, doorbells: readonly Doorbell[]): Promise<void> {
    try {
      await publishAll(client, event, tenantId, doorbells);
    } catch (first) {
      try {
        await ensureStream(await connection.jetstreamManager({ timeout: PUBLISH_MS }), streamOf(event));
        await publishAll(client, event, tenantId, doorbells);
      } catch {
        throw new UnavailableError('JetStream does not accept events', { cause: first });
      }
    }
  }

  return { publish };
}

async function publishAll(client: JetStreamClient, event: EventDefinition, tenantId: string, doorbells: readonly Doorbell[]): Promise<void> {
  const stream = streamOf(event).name;
  await Promise.all(
    doorbells.map(async (doorbell) => {
      const message = toMessage(event, tenantId, doorbell);
      await client.publish(message.subject, message.payload, { headers: message.headers, expect: { streamName: stream } });
    }),
  );
}
