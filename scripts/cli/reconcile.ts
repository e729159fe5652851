import { parseArgs } from 'node:util';

import { SyncState } from '@secondlook/contracts';

import { common, printRows, tenantOf, type Command } from './command';

/** Begins a full pass over every connection of a tenant, or approves one that asks. */
export const reconcile: Command = {
  usage: '[--approve RUN] [--tenant T] [--json]',
  async run(args, context) {
    const { values } = parseArgs({ args, options: { ...common, approve: { type: 'string', default: '' } } });
    const as = context.view.as(tenantOf(context, values.tenant));
    const { connector } = context.view.clients;
    const { connections } = await connector.listConnections({}, as);
    const rows: object[] = [];
    for (const { connectionId } of connections) {
      const { syncRuns } = await connector.listSyncRuns({ connectionId, pageSize: 1_000 }, as);
      if (values.approve === '' || syncRuns.some(({ syncRunId, state }) => syncRunId === values.approve && state === SyncState.ASKING)) {
        const { syncRun } = await connector.reconcile({ connectionId, syncRunId: values.approve }, as);
        rows.push({ run: syncRun?.syncRunId, connection: connectionId, state: syncRun?.state, suspected: syncRun?.suspected });
      }
    }
    printRows(rows, values.json);
  },
};
