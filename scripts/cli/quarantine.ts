import { parseArgs } from 'node:util';

import { type QuarantinedRecord } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';

import { common, printRows, tenantOf, type Command, type Context } from './command';

const RETRY_BATCH = 50;
const RETRY_MS = 120_000;

/** The records that were set aside, with their reasons; `retry` interprets them again, all or those named. */
export const quarantine: Command = {
  usage: '[retry [<id> …]] [--tenant T] [--json]',
  async run(args, context) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
    const [verb, ...names] = positionals;
    if (verb !== undefined && verb !== 'retry') {
      throw new Error(`"quarantine ${verb}" is not known: try ${this.usage}`);
    }
    const tenant = tenantOf(context, values.tenant);
    const ids = verb === 'retry' && names.length > 0 ? names : undefined;
    const records = ids === undefined ? await listAll(context, tenant) : [];
    const rows = verb === 'retry' ? await retry(context, tenant, ids ?? records.map(({ quarantineId }) => quarantineId)) : records.map(toRow);
    printRows(rows, values.json);
    if (rows.length === 0 && !values.json) {
      console.log('Nothing is quarantined.');
    }
  },
};

async function listAll({ view }: Context, tenant: string): Promise<QuarantinedRecord[]> {
  const records: QuarantinedRecord[] = [];
  for await (const record of allPages((pageToken) => view.clients.ingestion.listQuarantine({ pageSize: 1_000, pageToken }, view.as(tenant)), (page) => page.records)) {
    records.push(record);
  }
  return records;
}

function toRow({ quarantineId, entityId, kind, externalId, partExternalId, reason, sinceTime, quarantinedTime, attempts, sizeBytes, whole }: QuarantinedRecord) {
  return { id: quarantineId, entity: entityId, kind, externalId, part: partExternalId, reason, since: sinceTime?.toISOString(), last: quarantinedTime?.toISOString(), attempts, bytes: sizeBytes, whole };
}

async function retry({ view }: Context, tenant: string, quarantineIds: readonly string[]): Promise<object[]> {
  const rows: object[] = [];
  for (let start = 0; start < quarantineIds.length; start += RETRY_BATCH) {
    const { retries } = await view.clients.ingestion.retryQuarantine({ quarantineIds: quarantineIds.slice(start, start + RETRY_BATCH) }, { ...view.as(tenant), deadlineMs: RETRY_MS });
    rows.push(...retries.map(({ quarantineId, ...outcome }) => ({ id: quarantineId, ...outcome })));
  }
  return rows;
}
