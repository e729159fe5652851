import { type ServiceName } from '@secondlook/contracts';
import { serviceNames, type Action, type Failpoint, type Moment } from '@secondlook/testkit';

/** The writes on the way from a change in the ATS to an answer, by service: each is disturbed in every way by kills.e2e. */
const FLOW: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  'webhook-gateway': ['inbox.bulkWrite', 'open_deliveries.bulkWrite', 'jetstream.publish'],
  connector: [
    'due_reads.bulkWrite', 'due_reads.deleteOne', 'sightings.replaceOne', 'sightings.deleteMany', 'sync_runs.insertOne', 'sync_runs.replaceOne',
    'checkpoints.replaceOne', 'connections.replaceOne', 'observations.updateOne', 'leases.updateOne', 'jetstream.ack',
  ],
  ingestion: [
    'announcements.bulkWrite', 'candidates.bulkWrite', 'jobs.bulkWrite', 'reference.replaceOne', 'blobs.replaceOne', 'extractions.bulkWrite', 'extractions.deleteMany',
    'erasure_ledger.bulkWrite', 'candidates.updateOne', 'blobs.deleteMany', 'quarantine.deleteMany', 'jetstream.publish', 'jetstream.ack',
  ],
  matcher: [
    'profiles.bulkWrite', 'profile_keys.bulkWrite', 'candidate_keys.bulkWrite', 'announcements.bulkWrite', 'decisions.bulkWrite', 'jetstream.publish', 'jetstream.ack',
  ],
  enrichment: ['profiles.bulkWrite', 'profile_candidates.bulkWrite', 'announcements.bulkWrite', 'facts.bulkWrite', 'jetstream.publish', 'jetstream.ack'],
  search: ['elasticsearch.bulk', 'jetstream.ack'],
};

/** The other writes there are, and why nothing disturbs them. */
const BESIDE: Readonly<Record<string, string>> = {
  'connector tenants.updateOne': 'a person creates a tenant, and gives the command again',
  'connector connections.insertOne': 'a person adds a connection, and gives the command again',
  'connector announcements.bulkWrite': 'of tenants',
  'connector jetstream.publish': 'of tenants',
  'connector import_counts.updateOne': 'a person asks what a scope would bring, and asks again',
  'connector accounts.insertOne': 'once per account, and claimed again: connections.e2e',
  'connector sweeps.replaceOne': 'every few hours at this size: reconcile.e2e',
  'connector sightings.deleteOne': 'of somebody suspected, who was asked for: reconcile.e2e',
  'connector due_reads.updateOne': 'of what was asked for again while it was read',
  'connector leases.insertOne': 'once per connection, at its first pull',
  'ingestion reference.insertOne': 'once per list, as reference.replaceOne afterwards',
  'ingestion stream_memory.updateOne': 'when a stream is new: wiped-stores.e2e',
  'matcher stream_memory.updateOne': 'when a stream is new: wiped-stores.e2e',
  'enrichment stream_memory.updateOne': 'when a stream is new: wiped-stores.e2e',
  'webhook-gateway callbacks.replaceOne': 'when webhooks are registered: connections.e2e',
  'webhook-gateway inbox.deleteMany': 'the daily sweep, or a tenant that is removed',
  'webhook-gateway open_deliveries.deleteMany': 'a tenant that is removed',
  'webhook-gateway jetstream.ack': 'of tenants',
};

export const flow: readonly Failpoint[] = serviceNames.flatMap((service) => (FLOW[service] ?? []).map((write) => ({ service, write })));

/** Writes that are in neither list. */
export function findUnknown(passed: readonly Failpoint[]): string[] {
  const known = new Set([...flow.map(nameOf), ...Object.keys(BESIDE)]);
  return passed.map(nameOf).filter((name) => !known.has(name));
}

export interface Disturbance {
  readonly point: Failpoint;
  readonly moment: Moment;
  readonly action: Action;
}

/** What befell each write, as a table for people. */
export function toCoverageTable(disturbances: readonly Disturbance[]): string {
  const rows = flow.map((point) => {
    const mine = disturbances.filter((one) => nameOf(one.point) === nameOf(point)).map(({ action, moment }) => `${action} ${moment}`);
    return `| ${point.service} | \`${point.write}\` | ${mine.join(', ')} |`;
  });
  const beside = Object.entries(BESIDE).map(([name, reason]) => `| ${name.replace(' ', ' | `')}\` | not disturbed: ${reason} |`);
  return ['| service | write | what befell it |', '| --- | --- | --- |', ...rows, ...beside, ''].join('\n');
}

function nameOf({ service, write }: Failpoint): string {
  return `${service} ${write}`;
}
