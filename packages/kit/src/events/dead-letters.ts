import { deadLetterStream, deadLetterSubject, type EventDefinition, type ServiceName } from '@secondlook/contracts';
import { DeliverPolicy, type JetStreamManager, type JsMsg, type NatsConnection } from 'nats';

import { toKnownError } from '../errors';
import { fromMessage, toMessage, type Doorbell } from './doorbell';
import { ensureStream, isNotFound } from './ensure-streams';

/** A copy of an event this service could not process. Never holds personal data: events do not. */
export interface DeadLetterCopy {
  readonly sequence: number;
  readonly event: string;
  readonly tenantId: string;
  readonly doorbell: Doorbell;
  readonly errorKind: string;
  readonly errorMessage: string;
  readonly attempts: number;
  readonly diedTime: Date;
}

export type DeadLetters = ReturnType<typeof createDeadLetters>;

const DEADLINE_MS = 5_000;

/** JetStream has no dead letters of its own, only an advisory: this is the stream they are kept in. */
export function createDeadLetters(connection: NatsConnection, service: ServiceName) {
  const manager = (): Promise<JetStreamManager> => connection.jetstreamManager({ timeout: DEADLINE_MS });

  /** Returns the copy's sequence, to remove it by. */
  async function put(event: EventDefinition, tenantId: string, doorbell: Doorbell, error: unknown, attempts: number): Promise<number> {
    await ensureStream(await manager(), deadLetterStream);
    const message = toMessage(event, tenantId, doorbell);
    message.headers.set('error-kind', toKnownError(error)?.kind ?? 'Defect');
    message.headers.set('error-message', printable(error));
    message.headers.set('attempts', String(attempts));
    const client = connection.jetstream({ timeout: DEADLINE_MS });
    const { seq } = await client.publish(deadLetterSubject(service, event, tenantId), message.payload, { headers: message.headers });
    return seq;
  }

  async function remove(sequence: number): Promise<void> {
    await (await manager()).streams.deleteMessage(deadLetterStream.name, sequence).catch((error: unknown) => {
      if (!isNotFound(error)) {
        throw error;
      }
    });
  }

  /** The copies of this service after a sequence, oldest first. */
  async function list(afterSequence: number, limit: number): Promise<DeadLetterCopy[]> {
    await ensureStream(await manager(), deadLetterStream);
    const consumer = await connection.jetstream({ timeout: DEADLINE_MS }).consumers.get(deadLetterStream.name, {
      filterSubjects: `dead-letter.${service}.>`,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: afterSequence + 1,
    });
    const { num_pending: pending } = await consumer.info();
    if (pending === 0) {
      return [];
    }
    const copies: DeadLetterCopy[] = [];
    for await (const message of await consumer.fetch({ max_messages: Math.min(limit, pending), expires: DEADLINE_MS })) {
      const copy = fromStored(message, service);
      if (copy !== undefined) {
        copies.push(copy);
      }
    }
    return copies;
  }

  return { put, remove, list };
}

function fromStored(message: JsMsg, service: ServiceName): DeadLetterCopy | undefined {
  const doorbell = fromMessage(message.data, message.headers);
  if (doorbell === undefined) {
    return undefined;
  }
  const [, event = '', tenantId = ''] = /^(.+)\.([^.]+)$/.exec(message.subject.slice(`dead-letter.${service}.`.length)) ?? [];
  const header = (name: string) => message.headers?.get(name) ?? '';
  return {
    sequence: message.seq,
    event,
    tenantId,
    doorbell,
    errorKind: header('error-kind'),
    errorMessage: header('error-message'),
    attempts: Number(header('attempts')),
    diedTime: new Date(message.info.timestampNanos / 1e6),
  };
}

/** Header values are one line; an error's message may hold several. */
function printable(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 500);
}

