import { type IngestionServiceDefinition, type WebhookGatewayServiceDefinition } from '@secondlook/contracts';
import { type GrpcClient, type Log } from '@secondlook/kit';

import { type ApplyDelivery } from '../consumers/on-webhook-received';
import { type ImportScope } from '../domain/import-scope';
import { type ConnectorMetrics } from '../metrics';
import { type Source } from '../sources/source';
import { type Accounts } from '../store/accounts';
import { type Checkpoints } from '../store/checkpoints';
import { type ConnectionDocument, type Connections } from '../store/connections';
import { type DueReads, type EntityKind } from '../store/due-reads';
import { type ImportCounts } from '../store/import-counts';
import { type Observations } from '../store/observations';
import { type Sightings } from '../store/sightings';
import { type Sweeps } from '../store/sweeps';
import { type SyncRuns } from '../store/sync-runs';
import { type Tenants } from '../store/tenants';
import { type TestCandidates } from '../store/test-candidates';
import { type CallAs } from './ats-calls';
import { type ReadPositions } from './read-positions';

/** What all workers share. */
export interface PullingParts {
  readonly tenants: Tenants;
  readonly connections: Connections;
  readonly accounts: Accounts;
  readonly dueReads: DueReads;
  readonly sightings: Sightings;
  readonly syncRuns: SyncRuns;
  readonly checkpoints: Checkpoints;
  readonly observations: Observations;
  readonly testCandidates: TestCandidates;
  readonly importCounts: ImportCounts;
  readonly sweeps: Sweeps;
  readonly ingestion: GrpcClient<IngestionServiceDefinition>;
  readonly gateway: GrpcClient<WebhookGatewayServiceDefinition>;
  readonly applyDelivery: ApplyDelivery;
  readonly metrics: ConnectorMetrics;
  readonly log: Log;
  readonly settings: PullingSettings;
}

export interface PullingSettings {
  readonly rateWindowMs: number;
  readonly incrementalEveryMs: number;
  readonly fullEveryMs: number;
  readonly overlapMs: number;
  readonly detailSweepEveryMs: number;
  readonly webhookBaseUrl: string;
  readonly allowedHosts: readonly string[];
}

/** The reading of one connection under one lease. */
export interface Pulling extends PullingParts {
  readonly connectionId: string;
  readonly tenantId: string;
  readonly source: Source;
  readonly positions: ReadPositions;
  readonly callAs: CallAs;
  /** Aborts when the lease is lost or the process stops. */
  readonly signal: AbortSignal;
  /** As it was stored a moment ago. */
  connection(): ConnectionDocument;
  /** Whom it brings, as was stored a moment ago. */
  scope(): ImportScope;
  /** No call is made any more, or again, but those that a person asks for. */
  hold(held: boolean): void;
  /** Notes what was called, for people to look at. */
  noteCalls(): Promise<void>;
  /** The credential was good for the mirror when it was last verified. */
  isUsable(): boolean;
  close(): Promise<void>;
  /** What the source noticed of the account under this lease. */
  readonly notes: Map<string, string>;
  /** It answered: proof that the ATS, and our view of it, are well. */
  remember(kind: EntityKind, externalId: string): void;
  /** An entity that answered lately, or else one that `find` finds: many ask at once, one looks. */
  findKnown(kind: EntityKind, find: () => Promise<string | undefined>): Promise<string | undefined>;
  forget(kind: EntityKind): void;
}
