import { parseArgs } from 'node:util';

import { SyncKind, type SyncRun } from '@secondlook/contracts';

import { common, printRows, tenantOf, type Command } from './command';

/** Begins a pass over every connection of a tenant. */
export const sync: Command = {
  usage: '[--full] [--tenant T] [--json]',
  async run(args, context) {
    const { values } = parseArgs({ args, options: { ...common, full: { type: 'boolean', default: false } } });
    const as = context.view.as(tenantOf(context, values.tenant));
    const { connector } = context.view.clients;
    const { connections } = await connector.listConnections({}, as);
    const kind = values.full ? SyncKind.FULL : SyncKind.INCREMENTAL;
    const runs: SyncRun[] = [];
    for (const { connectionId } of connections) {
      const { syncRun } = await connector.startSync({ connectionId, kind }, as);
      runs.push(...(syncRun === undefined ? [] : [syncRun]));
    }
    printRows(runs.map(({ syncRunId, connectionId, kind: covers, state }) => ({ run: syncRunId, connection: connectionId, kind: covers, state })), values.json);
  },
};
