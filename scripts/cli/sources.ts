import { parseArgs } from 'node:util';

import { common, printRows, tenantOf, type Command } from './command';

/** What a connection can be used for: what each capability reads and writes at the ATS, and the permissions it uses. */
export const sources: Command = {
  usage: '[--tenant T] [--json]',
  async run(args, context) {
    const { values } = parseArgs({ args, options: common });
    const { sources: known } = await context.view.clients.connector.listSources({}, context.view.as(tenantOf(context, values.tenant)));
    const rows = known.flatMap(({ source, capabilities }) =>
      capabilities.map(({ capability, always, reads, writes, permissions }) => ({
        source,
        capability,
        always,
        reads: reads.join('; '),
        writes: writes.join('; '),
        permissions: permissions.map(({ permission, required }) => `${permission}${required ? '' : '?'}`).join(' '),
      })),
    );
    printRows(rows, values.json);
  },
};
