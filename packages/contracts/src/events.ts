/**
 * The event catalogue. Every event is a doorbell: its payload is an `EntityChanged` as proto3 JSON, and consumers read the current
 * state from the owner. Subjects are `<name>.<tenant>`; events of the shared profile library use the tenant `shared`.
 */
export type ServiceName =
  | 'connector'
  | 'ingestion'
  | 'matcher'
  | 'enrichment'
  | 'search'
  | 'insights'
  | 'webhook-gateway'
  | 'console';

export interface EventDefinition {
  /** As in subjects, logs and metrics. */
  readonly name: string;
  /** The only service that publishes it. */
  readonly owner: ServiceName;
}

export const events = {
  /** A tenant was created or removed. */
  tenantChanged: { name: 'tenant.changed', owner: 'connector' },
  /** A delivery was answered 202; the id is the inbox key. */
  webhookReceived: { name: 'webhook.received', owner: 'webhook-gateway' },
  /** A candidate's document changed: a record, a decision, facts, or its deletion. */
  candidateChanged: { name: 'candidate.changed', owner: 'ingestion' },
  /** A job changed or was deleted. */
  jobChanged: { name: 'job.changed', owner: 'ingestion' },
  /** A decision changed; the id is the candidate's. */
  matchDecided: { name: 'match.decided', owner: 'matcher' },
  /** A candidate's facts changed; the id is the candidate's. */
  enrichmentChanged: { name: 'enrichment.changed', owner: 'enrichment' },
  /** A profile of the shared library changed. */
  profileChanged: { name: 'profile.changed', owner: 'enrichment' },
} as const satisfies Record<string, EventDefinition>;

/** Stands where the tenant stands, in subjects of the shared profile library. Not a valid tenant id: it is reserved. */
export const SHARED = 'shared';

export function subjectOf(event: EventDefinition, tenantId: string): string {
  return `${event.name}.${tenantId}`;
}

/** The tenant in a subject of this event. */
export function tenantOfSubject(event: EventDefinition, subject: string): string {
  return subject.slice(event.name.length + 1);
}
