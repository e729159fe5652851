import { events, type EventDefinition, type ServiceName } from './events';

/**
 * The JetStream streams and durable consumers, declared here and nowhere else. One stream per event, so that its creation time
 * tells a consumer whether it missed something; one durable consumer per service and event, so that a new tenant needs none.
 */
const HOUR_MS = 3_600_000;

export interface StreamDefinition {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly maxAgeMs: number;
}

/** Doorbells older than this are of no use: the comparator finds what they announced. */
const EVENT_MAX_AGE_MS = 72 * HOUR_MS;

export function streamOf(event: EventDefinition): StreamDefinition {
  return { name: event.name.replaceAll('.', '_').toUpperCase(), subjects: [`${event.name}.*`], maxAgeMs: EVENT_MAX_AGE_MS };
}

/** Copies of events nobody could process, at `dead-letter.<service>.<event>.<tenant>`. */
export const deadLetterStream: StreamDefinition = {
  name: 'DEAD_LETTERS',
  subjects: ['dead-letter.>'],
  maxAgeMs: 90 * 24 * HOUR_MS,
};

export function deadLetterSubject(service: ServiceName, event: EventDefinition, tenantId: string): string {
  return `dead-letter.${service}.${event.name}.${tenantId}`;
}

/** Unacknowledged for this long, a message is delivered again: so soon does a killed consumer's work reach another. */
export const ACK_WAIT_MS = 5_000;
/** Messages a consumer may hold at once, over all replicas of its service. */
export const MAX_ACK_PENDING = 4_096;
/** On this delivery a message that still fails is given up. */
export const LAST_DELIVERY = 9;

/** Who consumes what. */
export const consumers: Readonly<Partial<Record<ServiceName, readonly EventDefinition[]>>> = {
  connector: [events.webhookReceived],
  ingestion: [events.matchDecided, events.enrichmentChanged, events.tenantChanged],
  matcher: [events.candidateChanged, events.profileChanged, events.tenantChanged],
  enrichment: [events.matchDecided, events.profileChanged, events.tenantChanged],
  search: [events.candidateChanged, events.jobChanged, events.profileChanged, events.tenantChanged],
  'webhook-gateway': [events.tenantChanged],
};
