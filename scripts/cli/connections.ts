import { parseArgs } from 'node:util';

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
      found.map(async ({ connectionId, source, displayName, verification, webhookState, capabilities, pausedTime }) => {
        const { syncRuns } = await connector.listSyncRuns({ connectionId, pageSize: 1 }, as);
        const [run] = syncRuns;
        return {
          id: connectionId,
          source,
          name: displayName,
          uses: capabilities.join(' '),
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
