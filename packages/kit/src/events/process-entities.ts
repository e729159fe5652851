import { type Running } from '../run-service';
import { inSpan, SpanKind } from '../trace';
import { backoffMs, pause, withinDeadline } from '../wait';
import { type DeadLetters } from './dead-letters';
import { type EventMetrics, type EventResult } from './event-metrics';
import { decideDeliveryVerdict } from './delivery-verdict';
import { deliveriesOf, type HeldEntity, type HeldMessage } from './held-messages';
import { type ConsumerDefinition } from './start-consumer';

/**
 * How long a batch may take. One that hangs, whatever on, is begun again beside it: processing is repeatable, and without that its
 * tenant would wait for ever.
 */
const BATCH_MS = 60_000;
/** How often a conflict is tried again here before the message is given back. */
const CONFLICTS = 10;

/**
 * How a batch is processed: as a whole; when that fails for another reason than an absent dependency, entity by entity, so that
 * one poison spoils no other. Returns when every entity was answered, or when the process stops.
 */
export function createProcessor(
  { event, handle }: ConsumerDefinition,
  deadLetters: DeadLetters,
  metrics: EventMetrics,
  { name: service, lifecycle, log }: Running<unknown>,
  release: (entity: HeldEntity) => void,
) {
  async function attempt(tenantId: string, batch: readonly HeldEntity[]): Promise<void> {
    const stopTimer = metrics.batchBegun(event.name);
    const doorbells = batch.map(({ doorbell }) => doorbell);
    // A span per entity, each in the trace of its own change; what `handle` calls appears in the first one's.
    const work = (signal: AbortSignal) =>
      doorbells.reduceRight<() => Promise<void>>(
        (inner, { id, traceparent }) =>
          () =>
            inSpan(`${service} on ${event.name}`, { traceparent, kind: SpanKind.CONSUMER, attributes: { 'secondlook.entity_id': id } }, inner),
        () => handle(tenantId, doorbells, signal),
      )();
    await withinDeadline(BATCH_MS, lifecycle.expired, work);
    stopTimer();
  }

  function answer(entity: HeldEntity, result: EventResult, how: (message: HeldMessage) => void): true {
    entity.messages.forEach(how);
    metrics.entityAnswered(event.name, result);
    release(entity);
    return true;
  }

  async function hold(error: unknown, failures: number, afterMs: number | undefined): Promise<false> {
    log.warn({ err: error, event: event.name, failures }, 'a dependency is away; holding events');
    await pause(afterMs ?? backoffMs(failures, 200, 10_000, Math.random()), lifecycle.stopping);
    return false;
  }

  async function copyToDeadLetters(tenantId: string, entity: HeldEntity, error: unknown): Promise<number> {
    log.error({ err: error, event: event.name, tenantId, entityId: entity.doorbell.id }, 'an event became a dead letter');
    return deadLetters.put(event, tenantId, entity.doorbell, error, deliveriesOf(entity));
  }

  async function tryOnceMore(tenantId: string, entity: HeldEntity, copy: number): Promise<true> {
    try {
      await attempt(tenantId, [entity]);
    } catch {
      return answer(entity, 'buried', (message) => message.term());
    }
    await deadLetters.remove(copy);
    return answer(entity, 'processed', (message) => message.ack());
  }

  /** True when the entity was answered; false when it must be tried again here. */
  async function settle(tenantId: string, entity: HeldEntity, error: unknown, failures: number): Promise<boolean> {
    const verdict = decideDeliveryVerdict(error, deliveriesOf(entity));
    switch (verdict.action) {
      case 'hold':
        return hold(error, failures, verdict.afterMs);
      case 'again':
        return failures < CONFLICTS ? false : answer(entity, 'retried', (message) => message.nak(200));
      case 'retry':
        log.warn({ err: error, event: event.name, tenantId, entityId: entity.doorbell.id }, 'an event failed; it is delivered again');
        return answer(entity, 'retried', (message) => message.nak(verdict.afterMs));
      case 'last-try':
        return tryOnceMore(tenantId, entity, await copyToDeadLetters(tenantId, entity, error));
      case 'bury':
        await copyToDeadLetters(tenantId, entity, error);
        return answer(entity, 'buried', (message) => message.term());
    }
  }

  async function processAlone(tenantId: string, entity: HeldEntity): Promise<void> {
    for (let failures = 1, answered = false; !answered && !lifecycle.stopping.aborted; failures++) {
      try {
        await attempt(tenantId, [entity]);
        answered = answer(entity, 'processed', (message) => message.ack());
      } catch (error) {
        // Dead letters are kept in JetStream too: while it is away, the entity is held.
        answered = await settle(tenantId, entity, error, failures).catch((settling: unknown) => hold(settling, failures, undefined));
      }
    }
  }

  return async (tenantId: string, batch: readonly HeldEntity[]): Promise<void> => {
    for (let failures = 1; !lifecycle.stopping.aborted; failures++) {
      try {
        await attempt(tenantId, batch);
        batch.forEach((entity) => answer(entity, 'processed', (message) => message.ack()));
        return;
      } catch (error) {
        const verdict = decideDeliveryVerdict(error, 1);
        if (verdict.action === 'hold') {
          await hold(error, failures, verdict.afterMs);
          continue;
        }
      }
      for (const entity of batch) {
        await processAlone(tenantId, entity);
      }
      return;
    }
  };
}
