import { parseArgs } from 'node:util';

import { common, printRows, tenantOf, type Command } from './command';

/** The records that were set aside, with their reasons. */
export const quarantine: Command = {
  usage: '[--tenant T] [--json]',
  async run(args, context) {
    const { values } = parseArgs({ args, options: common });
    const { records, totalSize } = await context.view.clients.ingestion.listQuarantine({ pageSize: 1_000 }, context.view.as(tenantOf(context, values.tenant)));
    const rows = records.map(({ quarantineId, kind, externalId, reason, quarantinedTime, sizeBytes }) => ({
      id: quarantineId, kind, externalId, reason, time: quarantinedTime?.toISOString(), bytes: sizeBytes,
    }));
    printRows(rows, values.json);
    if (!values.json) {
      console.log(`${rows.length} of ${totalSize} quarantined records`);
    }
  },
};
