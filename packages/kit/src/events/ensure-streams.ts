import {
  ACK_WAIT_MS,
  consumers,
  deadLetterStream,
  events,
  MAX_ACK_PENDING,
  streamOf,
  type EventDefinition,
  type ServiceName,
  type StreamDefinition,
} from '@secondlook/contracts';
import { AckPolicy, DeliverPolicy, nanos, RetentionPolicy, StorageType, type JetStreamManager } from 'nats';

const NOT_FOUND = 404;

/** Creates the stream or brings it up to its definition. Returns when it was created: a new time means that events were lost. */
export async function ensureStream(manager: JetStreamManager, stream: StreamDefinition): Promise<string> {
  const config = {
    name: stream.name,
    subjects: [...stream.subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    max_age: nanos(stream.maxAgeMs),
  };
  const existing = await manager.streams.info(stream.name).catch((error: unknown) => {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  });
  // Adding an existing stream with another configuration fails: it takes an update.
  const info = existing === undefined ? await manager.streams.add(config) : await manager.streams.update(stream.name, config);
  return info.created;
}

/** Creates or updates the durable consumer of a service on an event, and its stream. Returns the stream's creation time. */
export async function ensureConsumer(manager: JetStreamManager, service: ServiceName, event: EventDefinition): Promise<string> {
  const stream = streamOf(event);
  const created = await ensureStream(manager, stream);
  await manager.consumers.add(stream.name, {
    durable_name: service,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(ACK_WAIT_MS),
    max_deliver: -1,
    max_ack_pending: MAX_ACK_PENDING,
  });
  return created;
}

/** What `migrate` calls: the streams a service publishes to, and its consumers. Idempotent. */
export async function ensureStreamsOf(manager: JetStreamManager, service: ServiceName): Promise<void> {
  await ensureStream(manager, deadLetterStream);
  for (const event of Object.values(events).filter(({ owner }) => owner === service)) {
    await ensureStream(manager, streamOf(event));
  }
  for (const event of consumers[service] ?? []) {
    await ensureConsumer(manager, service, event);
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code) === String(NOT_FOUND);
}
