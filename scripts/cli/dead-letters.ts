import { parseArgs } from 'node:util';

import { type ServiceName } from '@secondlook/contracts';

import { common, printRows, type Command } from './command';

const SERVICES: readonly ServiceName[] = ['connector', 'ingestion', 'matcher', 'enrichment', 'search', 'webhook-gateway'];
const REPLAY_MS = 600_000;

/** The events nobody could process; `replay` processes them again, all or those named as `<service>/<id>`. */
export const deadLetters: Command = {
  usage: '[replay [<service>/<id> …]] [--json]',
  async run(args, { view }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
    const [verb, ...names] = positionals;
    const rows: object[] = [];
    for (const service of SERVICES) {
      const ops = view.clients.opsOf(service);
      if (verb === 'replay') {
        const deadLetterIds = names.flatMap((name) => (name.startsWith(`${service}/`) ? [name.slice(service.length + 1)] : []));
        if (names.length === 0 || deadLetterIds.length > 0) {
          rows.push({ service, ...(await ops.replayDeadLetters({ deadLetterIds }, { ...view.as(), deadlineMs: REPLAY_MS })) });
        }
      } else {
        const { deadLetters: found } = await ops.listDeadLetters({ pageSize: 1_000 }, view.as());
        rows.push(...found.map(({ deadLetterId, event, tenantId, entityId, errorKind, errorMessage, attempts, diedTime }) => ({
          id: `${service}/${deadLetterId}`, event, tenant: tenantId, entity: entityId, error: `${errorKind}: ${errorMessage}`, attempts, died: diedTime?.toISOString(),
        })));
      }
    }
    printRows(rows, values.json);
    if (rows.length === 0 && !values.json) {
      console.log('There are no dead letters.');
    }
  },
};
