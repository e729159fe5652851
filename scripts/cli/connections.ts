import { parseArgs } from 'node:util';

import { type ImportScope } from '@secondlook/contracts';

import { common, printRows, tenantOf, type Command } from './command';

/** The connections of a tenant, how they are, and their last pass. */
export const connections: Command = {
  usage: '[--tenant T] [--json]',
  async run(args, context) {
    const { values } = parseArgs({ args, options: common });
    const tenant = tenantOf(context, values.tenant);
    const { connector } = context.view.clients;
    const as = context.view.as(tenant);
    const { connections: found } = await connector.listConnections({}, as);
    const rows = await Promise.all(
      found.map(async ({ connectionId, source, displayName, verification, webhookState, capabilities, importScope, pausedTime }) => {
        const { syncRuns } = await connector.listSyncRuns({ connectionId, pageSize: 1 }, as);
        const [run] = syncRuns;
        return {
          id: connectionId,
          source,
          name: displayName,
          uses: capabilities.join(' '),
          brings: describe(importScope),
          verified: verification?.outcome ?? '',
          webhooks: webhookState,
          paused: pausedTime?.toISOString() ?? '',
          sync: run === undefined ? '' : `${run.state}: listed ${run.listed} of ${run.total}, read ${run.read}, due ${run.due}`,
        };
      }),
    );
    printRows(rows, values.json);
  },
};

function describe(scope: ImportScope | undefined): string {
  const { updatedSinceYear, jobExternalIds = [] } = scope ?? {};
  const parts = [...(updatedSinceYear === undefined ? [] : [`since ${updatedSinceYear}`]), ...(jobExternalIds.length === 0 ? [] : [`${jobExternalIds.length} jobs`])];
  return parts.length === 0 ? 'everybody' : parts.join(', ');
}
