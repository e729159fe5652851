import { EntityChanged, subjectOf, type EventDefinition } from '@secondlook/contracts';
import { headers, type MsgHdrs } from 'nats';

/** An event as handlers see it: an entity changed, and the trace the change belongs to. */
export interface Doorbell extends EntityChanged {
  readonly traceparent?: string | undefined;
}

const TRACEPARENT = 'traceparent';

/** What is sent: payloads are proto3 JSON, the trace travels in the headers. */
export function toMessage(event: EventDefinition, tenantId: string, doorbell: Doorbell) {
  const messageHeaders = headers();
  if (doorbell.traceparent !== undefined) {
    messageHeaders.set(TRACEPARENT, doorbell.traceparent);
  }
  return {
    subject: subjectOf(event, tenantId),
    payload: JSON.stringify(EntityChanged.toJSON(doorbell)),
    headers: messageHeaders,
  };
}

/** Undefined when the payload is not an EntityChanged with an id. */
export function fromMessage(data: Uint8Array, messageHeaders: MsgHdrs | undefined): Doorbell | undefined {
  try {
    const changed = EntityChanged.fromJSON(JSON.parse(new TextDecoder().decode(data)));
    const traceparent = messageHeaders?.get(TRACEPARENT);
    return changed.id === '' ? undefined : { ...changed, ...(traceparent ? { traceparent } : {}) };
  } catch {
    return undefined;
  }
}
