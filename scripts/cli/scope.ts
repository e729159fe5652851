import { parseArgs } from 'node:util';

import { allPages } from '@secondlook/kit';

import { common, printRows, tenantOf, type Command, type Context } from './command';

/** The ATS is asked, one short call a figure. */
const DEADLINE_MS = 90_000;
const DEFAULT_LIMIT = 20;

/** Whose candidates a connection brings, what other choices would bring, and choosing. */
export const scope: Command = {
  usage: '[count | jobs | set] [--since YEAR] [--job ID …] [--connection ID] [--limit N] [--tenant T] [--json]',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...common, connection: { type: 'string' }, limit: { type: 'string' }, since: { type: 'string' }, job: { type: 'string', multiple: true } },
    });
    const [verb = 'show'] = positionals;
    const tenant = tenantOf(context, values.tenant);
    const connectionId = values.connection ?? (await firstConnection(context, tenant));
    const { connector } = context.view.clients;
    const as = { ...context.view.as(tenant), deadlineMs: DEADLINE_MS };
    const since = values.since === undefined ? {} : { updatedSinceYear: Number(values.since) };
    const chosen = { ...since, jobExternalIds: values.job ?? [] };
    switch (verb) {
      case 'show':
      case 'count': {
        const { total, inScope, years, summary } = await connector.countImport({ connectionId, ...(verb === 'show' ? {} : { importScope: chosen }) }, as);
        const rows = [{ choice: 'everybody', candidates: total }, ...years.map(({ year, candidatesSince }) => ({ choice: `since ${year}`, candidates: candidatesSince })), { choice: 'this scope', candidates: inScope }];
        printRows(rows, values.json);
        console.error(summary);
        return;
      }
      case 'jobs': {
        const rows: object[] = [];
        for await (const { jobExternalId, title, reference, status, candidates } of allPages((pageToken) => connector.listImportJobs({ connectionId, ...since, pageToken }, as), ({ jobs }) => jobs)) {
          rows.push({ job: jobExternalId, title, reference, status, candidates });
          if (rows.length >= Number(values.limit ?? DEFAULT_LIMIT)) {
            break;
          }
        }
        printRows(rows, values.json);
        return;
      }
      case 'set': {
        const { summary } = await connector.countImport({ connectionId, importScope: chosen }, as);
        await connector.updateConnection({ connectionId, importScope: chosen }, as);
        printRows([{ connection: connectionId, since: values.since ?? '', jobs: chosen.jobExternalIds.join(' '), does: summary }], values.json);
        return;
      }
      default:
        throw new Error(`scope ${scope.usage}`);
    }
  },
};

async function firstConnection({ view }: Context, tenant: string): Promise<string> {
  const [first] = (await view.clients.connector.listConnections({}, view.as(tenant))).connections;
  if (first === undefined) {
    throw new Error(`${tenant} has no connection.`);
  }
  return first.connectionId;
}
