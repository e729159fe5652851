import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { SyncKind, SyncState } from '@secondlook/contracts';
import { MongoClient } from 'mongodb';
import { connect } from 'nats';
import { z } from 'zod';

import { type StackView } from './view';

const LOOK_EVERY_MS = 300;
/** Quiet must last: what one service finished another has to hear of. */
const LOOKS = 4;

/**
 * Waits until nothing is due, open, pending or waiting anywhere, but for the detail sweep, which never ends, and a pass of each connection that began after this call is over:
 * what no webhook tells, as a job's last activity, only a list does. Rejects, saying what is not quiet, when that takes too long.
 */
export async function waitUntilQuiet(view: StackView, withinMs: number, signal?: AbortSignal): Promise<void> {
  const [mongo, nats] = [await MongoClient.connect(view.mongoUrl), await connect({ servers: view.natsUrl })];
  try {
    const startedAt = Date.now();
    for (let quietLooks = 0; quietLooks < LOOKS; ) {
      signal?.throwIfAborted();
      const noise = await findNoise(view, startedAt, mongo, nats).catch((error: unknown) => String(error));
      quietLooks = noise === undefined ? quietLooks + 1 : 0;
      if (Date.now() - startedAt > withinMs) {
        throw new Error(`Not quiet after ${withinMs / 1_000} s: ${noise ?? 'it comes and goes'}`);
      }
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    await nats.close();
    await mongo.close();
  }
}

/** What still goes on; undefined when nothing does. */
async function findNoise(view: StackView, since: number, mongo: MongoClient, nats: Awaited<ReturnType<typeof connect>>): Promise<string | undefined> {
  const { clients, as, tenants } = view;
  for (const tenant of tenants) {
    const { connections } = await clients.connector.listConnections({}, as(tenant));
    for (const { connectionId } of connections) {
      const { syncRuns } = await clients.connector.listSyncRuns({ connectionId, pageSize: 1 }, as(tenant));
      if (syncRuns[0]?.state === SyncState.OPEN) {
        return `the sync of ${tenant} is not done`;
      }
      if ((syncRuns[0]?.startedTime?.getTime() ?? 0) < since) {
        await clients.connector.startSync({ connectionId, kind: SyncKind.INCREMENTAL }, as(tenant));
        return `the sync of ${tenant} begins`;
      }
      if (syncRuns[0]?.state !== SyncState.DONE) {
        return `the sync of ${tenant} waits for a person`;
      }
      if ((await mongo.db('connector').collection(`due_reads_${connectionId}`).countDocuments({ sweep: { $ne: true } })) > 0) {
        return `reads of ${tenant} are due`;
      }
    }
    if ((await clients.gateway.listOpenDeliveries({ pageSize: 1 }, as(tenant))).deliveries.length > 0) {
      return `deliveries of ${tenant} are open`;
    }
    for (const [database, collection] of [['ingestion', 'extractions'], ['ingestion', 'announcements'], ['matcher', 'announcements'], ['enrichment', 'announcements']]) {
      if ((await mongo.db(`${database}_${tenant}`).collection(collection ?? '').countDocuments({})) > 0) {
        return `${database} of ${tenant} has ${collection}`;
      }
    }
  }
  return (await findUnfinishedIndex(view)) ?? findPendingEvents(nats, view.logFiles);
}

/** An index that is missing or being filled: it was wiped, or is built anew. */
async function findUnfinishedIndex({ elasticsearchUrl, tenants }: StackView): Promise<string | undefined> {
  const response = await fetch(`${elasticsearchUrl}/_alias`, { signal: AbortSignal.timeout(5_000) });
  const indices = z.record(z.string(), z.object({ aliases: z.record(z.string(), z.unknown()) })).parse(await response.json());
  const aliases = new Set(Object.values(indices).flatMap((index) => Object.keys(index.aliases)));
  const missing = [...tenants.flatMap((tenant) => [`candidates-${tenant}`, `jobs-${tenant}`]), 'profiles-shared'].find((alias) => !aliases.has(alias));
  return missing === undefined ? [...aliases].find((alias) => alias.endsWith('.filling')) : `the index ${missing} is missing`;
}

async function findPendingEvents(nats: Awaited<ReturnType<typeof connect>>, logFiles: readonly string[]): Promise<string | undefined> {
  const manager = await nats.jetstreamManager();
  for await (const { config } of manager.streams.list()) {
    for await (const { name, config: consumer, num_pending: pending, num_ack_pending: unacknowledged, num_redelivered: redelivered, num_waiting: pulls } of manager.consumers.list(config.name)) {
      // Others are of people who look on.
      if (consumer.durable_name !== undefined && pending + unacknowledged > 0) {
        return `${name} has ${pending + unacknowledged} events of ${config.name} (${pending} not delivered, ${unacknowledged} not acknowledged, ${redelivered} delivered again, ${pulls} pulls wait)${await lastWarnings(logFiles, name)}`;
      }
    }
  }
  return undefined;
}

/** What the service that lags said of late: without it nobody can tell why. */
async function lastWarnings(logFiles: readonly string[], service: string): Promise<string> {
  const file = logFiles.find((name) => basename(name) === `${service}.log`);
  const lines = file === undefined ? [] : (await readFile(file, 'utf8')).split('\n');
  const warnings = lines.filter((line) => /"level":"(warn|error)"/.test(line)).slice(-3);
  return warnings.map((line) => `\n  ${line.slice(0, 400)}`).join('');
}
