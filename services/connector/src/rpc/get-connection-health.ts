import {
  SyncKind,
  SyncState,
  WebhookState,
  type ConnectionHealth,
  type DetailSweep,
  type GetConnectionHealthRequest,
  type GetConnectionHealthResponse,
  type Hidden,
  type IngestionServiceDefinition,
  type PassProgress,
  type Quota,
  type Reconciled,
  type StreamHealth,
  type WebhookHealth,
} from '@secondlook/contracts';
import { allPages, type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { type FeedCheckpoint, type FeedProgress } from '../domain/feed';
import { describeLag } from '../domain/lag';
import { estimate } from '../domain/progress';
import { getSource } from '../sources';
import { type Source } from '../sources/source';
import { type Checkpoint } from '../store/checkpoints';
import { type ConnectionDocument } from '../store/connections';
import { type Observation } from '../store/observations';
import { type Sweep } from '../store/sweeps';
import { toSyncRun, wholeLists, type SyncRunDocument } from '../store/sync-runs';
import { type Parts } from '.';

/** More than a day of passes: the last full one is among them. */
const PASSES = 1_000;

/** Puts together what is kept: neither the ATS nor the worker that reads it is asked. */
export function createGetConnectionHealth({ connections, checkpoints, syncRuns, observations, sweeps, ingestion, incrementalEveryMs, detailSweepEveryMs }: Parts) {
  return async ({ connectionId }: GetConnectionHealthRequest, { tenantId, signal }: Authenticated & CallContext): Promise<GetConnectionHealthResponse> => {
    const connection = await connections.get(tenantId, connectionId);
    const [checkpoint, observation, runs] = [await checkpoints.find(connectionId), await observations.find(connectionId), await syncRuns.listOf(connectionId, 0, PASSES)];
    const open = runs.find(({ state }) => state === SyncState.OPEN);
    const now = new Date();
    const health: ConnectionHealth = {
      connectionId,
      observedTime: now,
      streams: toStreams(getSource(connection.source), checkpoint, open, observation, connection),
      lag: describeLag(checkpoint.lastStarted, connection.webhooks.state !== WebhookState.ACTIVE, connection.pausedTime !== undefined, incrementalEveryMs, now),
      quota: toQuota(observation),
      webhooks: toWebhooks(connection, getSource(connection.source).webhooks.events),
      hidden: await countHidden(ingestion, tenantId, connectionId, signal),
      sweep: toSweep(await sweeps.find(connectionId), detailSweepEveryMs),
      quarantined: await countQuarantined(ingestion, tenantId, connectionId, signal),
      lastReconcile: toReconciled(runs.find(({ kind, state }) => kind === SyncKind.FULL && state !== SyncState.OPEN)),
      currentPass: open && toProgress(open, now),
      pausedTime: connection.pausedTime,
    };
    return { health };
  };
}

function toStreams({ streams, audit }: Source, checkpoint: Checkpoint, open: SyncRunDocument | undefined, { lastDeliveryTime }: Observation, { webhooks }: ConnectionDocument): StreamHealth[] {
  const lists = streams.map((name) => ({
    name,
    lastSuccessTime: open?.streams.find((stream) => stream.name === name)?.doneTime ?? checkpoint.listed?.[name],
    problem: '',
  }));
  return [
    ...lists,
    { name: 'audit', ...toFeed(checkpoint.audit, open?.audit, `The credential may not read it (${audit.permission}): a deletion that no webhook tells of is found by the daily full pass.`) },
    { name: 'callbacks_log', ...toFeed(checkpoint.callbacks, open?.callbacks, webhooks.problem ?? '') },
    { name: 'webhooks', lastSuccessTime: lastDeliveryTime, problem: webhooks.problem ?? '' },
  ];
}

/** What the open pass found counts before what the last one left. */
function toFeed(checkpoint: FeedCheckpoint | undefined, progress: FeedProgress | undefined, refused: string): Pick<StreamHealth, 'lastSuccessTime' | 'problem'> {
  const ended = progress?.ended;
  if (ended?.outcome === 'read') {
    return { lastSuccessTime: ended.time, problem: '' };
  }
  const isRefused = ended?.outcome === 'not_permitted' || (ended === undefined && checkpoint?.refusedTime !== undefined);
  return { lastSuccessTime: checkpoint?.succeededTime, problem: isRefused ? refused : (ended?.error ?? checkpoint?.error ?? '') };
}

function toQuota({ quota }: Observation): Quota | undefined {
  return quota && { ...quota, remaining: quota.remaining ?? undefined, lastRefusedTime: quota.lastRefusedTime ?? undefined };
}

function toWebhooks({ webhooks }: ConnectionDocument, wanted: readonly string[]): WebhookHealth {
  const { state, problem = '', events = [], activeTime, suspendedTime } = webhooks;
  return {
    state,
    problem,
    events: [...events],
    missingEvents: wanted.filter((event) => !events.includes(event)),
    activeSinceTime: state === WebhookState.ACTIVE ? activeTime : undefined,
    lastSuspendedTime: suspendedTime,
  };
}

async function countHidden(ingestion: GrpcClient<IngestionServiceDefinition>, tenantId: string, connectionId: string, signal: AbortSignal): Promise<Hidden> {
  const { outOfView, consentEnded } = await ingestion.countCandidates({ connectionId }, { tenantId, signal });
  return { outOfView, consentEnded };
}

function toSweep({ round, sweptEver, lastRoundEnded }: Sweep, periodMs: number): DetailSweep | undefined {
  return round && { periodSeconds: Math.round(periodMs / 1_000), roundStartedTime: round.startedTime, swept: round.swept, total: round.total, sweptEver, lastRoundEndedTime: lastRoundEnded };
}

/** Of one connection: a tenant's others have their own. */
async function countQuarantined(ingestion: GrpcClient<IngestionServiceDefinition>, tenantId: string, connectionId: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const record of allPages((pageToken) => ingestion.listQuarantine({ pageSize: 1_000, pageToken }, { tenantId, signal }), ({ records }) => records)) {
    count += record.connectionId === connectionId ? 1 : 0;
  }
  return count;
}

function toReconciled(run: SyncRunDocument | undefined): Reconciled | undefined {
  if (run === undefined) {
    return undefined;
  }
  const { gone = 0, hidden = 0, read } = run;
  return { syncRun: toSyncRun(run), repaired: Math.max(0, read - gone - hidden), buried: gone };
}

function toProgress(run: SyncRunDocument, now: Date): PassProgress {
  return { syncRun: toSyncRun(run), ...estimate({ ...run, lists: wholeLists(run.streams) }, now) };
}
