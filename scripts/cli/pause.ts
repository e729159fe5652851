import { parseArgs } from 'node:util';

import { common, printRows, tenantOf, type Command } from './command';

/** Stops all calls to the ATS of a tenant's connections, or of one, until they are resumed. */
export const pause = toCommand('pauseConnection');

/** Lets them go on where they stopped. */
export const resume = toCommand('resumeConnection');

function toCommand(method: 'pauseConnection' | 'resumeConnection'): Command {
  return {
    usage: '[<connection>] [--tenant T] [--json]',
    async run(args, context) {
      const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
      const as = context.view.as(tenantOf(context, values.tenant));
      const { connector } = context.view.clients;
      const [named] = positionals;
      const { connections } = named === undefined ? await connector.listConnections({}, as) : { connections: [{ connectionId: named }] };
      const rows: object[] = [];
      for (const { connectionId } of connections) {
        const { connection } = await connector[method]({ connectionId }, as);
        rows.push({ id: connectionId, name: connection?.displayName, paused: connection?.pausedTime?.toISOString() ?? '' });
      }
      printRows(rows, values.json);
    },
  };
}
