import { ACK_WAIT_MS, streamOf, tenantOfSubject, type EventDefinition, type ServiceName } from '@secondlook/contracts';
import { type Consumer, type JsMsg, type NatsConnection } from 'nats';

import { type Running } from '../run-service';
import { backoffMs, pause } from '../wait';
import { type DeadLetters } from './dead-letters';
import { fromMessage, type Doorbell } from './doorbell';
import { ensureConsumer } from './ensure-streams';
import { type EventMetrics } from './event-metrics';
import { createHeldMessages } from './held-messages';
import { createProcessor } from './process-entities';
import { createTenantLanes } from './tenant-lanes';
import { watchWaiting } from './watch-waiting';

export interface ConsumerDefinition {
  readonly event: EventDefinition;
  /**
   * Processes what changed: at most `maxBatch` entities of one tenant, each once, newest doorbell only. All succeed or it throws;
   * processing them again must be harmless. An entity that is gone counts as success.
   */
  readonly handle: (tenantId: string, doorbells: readonly Doorbell[], signal: AbortSignal) => Promise<void>;
  readonly maxBatch?: number;
  /**
   * While much is going on, how long to wait for more before the next batch: an entity that changes several times meanwhile is
   * processed once. Nothing waits while little is going on.
   */
  readonly lingerMs?: number;
}

/** Messages one replica holds at most; beyond that it stops pulling. */
const MAX_HELD = 1_024;
const FETCH_MS = 5_000;

export interface ConsumerParts {
  readonly connection: NatsConnection;
  readonly deadLetters: DeadLetters;
  readonly metrics: EventMetrics;
  readonly service: ServiceName;
}

/**
 * Runs a durable pull consumer until the process stops. Done is acknowledged; a failure is answered by delivery-verdict.ts.
 * Nothing is only here: whatever is lost with the stream, the comparator finds.
 */
export function startConsumer(
  definition: ConsumerDefinition,
  parts: ConsumerParts,
  running: Running<unknown>,
  onStream: (createdTime: string) => void,
): void {
  const { event, maxBatch = 64, lingerMs = 150 } = definition;
  const { lifecycle, log } = running;
  watchWaiting(event, parts, lifecycle);
  const held = createHeldMessages();
  const processEntities = createProcessor(definition, parts.deadLetters, parts.metrics, running, (entity) => held.release(entity));
  const lanes = createTenantLanes(held, processEntities, { maxBatch, lingerMs }, lifecycle.stopping);

  function receive(message: JsMsg): void {
    const tenantId = tenantOfSubject(event, message.subject);
    const doorbell = fromMessage(message.data, message.headers);
    if (doorbell === undefined) {
      log.error({ event: event.name, sequence: message.seq }, 'an event is not an EntityChanged; terminated');
      message.term();
      return;
    }
    held.add(tenantId, doorbell, message);
    lanes.ensure(tenantId);
  }

  lifecycle.run(`consumer of ${event.name}`, async (stopping) => {
    const heartbeat = setInterval(() => held.keepAlive(), ACK_WAIT_MS / 3);
    try {
      for (let failures = 0; !stopping.aborted; ) {
        try {
          await pull(definition, parts, stopping, { onStream, room: () => MAX_HELD - held.size(), receive });
          failures = 0;
        } catch (error) {
          failures += 1;
          log.warn({ err: error, event: event.name, failures }, 'pulling events failed');
          await pause(backoffMs(failures, 200, 5_000, Math.random()), stopping);
        }
      }
      await lanes.ended();
    } finally {
      clearInterval(heartbeat);
      held.giveBack();
    }
  });
}

/** Pulls until the process stops, or throws when the connection, the stream or the consumer is gone. */
async function pull(
  definition: ConsumerDefinition,
  { connection, service }: ConsumerParts,
  stopping: AbortSignal,
  { onStream, room, receive }: { onStream: (createdTime: string) => void; room: () => number; receive: (message: JsMsg) => void },
): Promise<void> {
  const manager = await connection.jetstreamManager({ timeout: FETCH_MS });
  onStream(await ensureConsumer(manager, service, definition.event));
  const consumer: Consumer = await connection.jetstream().consumers.get(streamOf(definition.event).name, service);
  while (!stopping.aborted) {
    const free = room();
    if (free <= 0) {
      await pause(20, stopping);
      continue;
    }
    const messages = await consumer.fetch({ max_messages: Math.min(free, 256), expires: FETCH_MS });
    const stop = () => messages.stop();
    stopping.addEventListener('abort', stop, { once: true });
    try {
      for await (const message of messages) {
        receive(message);
      }
    } finally {
      stopping.removeEventListener('abort', stop);
    }
  }
}
