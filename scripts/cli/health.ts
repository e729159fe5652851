import { parseArgs } from 'node:util';

import { type ConnectionHealth } from '@secondlook/contracts';

import { common, printRows, tenantOf, type Command } from './command';

/** How fresh the mirror of each of a tenant's connections is, and what keeps it so. */
export const health: Command = {
  usage: '[--tenant T] [--json]',
  async run(args, context) {
    const { values } = parseArgs({ args, options: common });
    const as = context.view.as(tenantOf(context, values.tenant));
    const { connector } = context.view.clients;
    const { connections } = await connector.listConnections({}, as);
    for (const { connectionId, displayName } of connections) {
      const { health: found } = await connector.getConnectionHealth({ connectionId }, as);
      if (values.json) {
        printRows([{ name: displayName, ...found }], true);
      } else if (found !== undefined) {
        console.log(`${displayName} (${connectionId})`);
        print(found);
      }
    }
  },
};

function print({ streams, lag, quota, webhooks, quarantined, hidden, sweep, lastReconcile, currentPass, pausedTime }: ConnectionHealth): void {
  printRows(streams.map(({ name, lastSuccessTime, problem }) => ({ stream: name, 'last success': text(lastSuccessTime), problem })), false);
  const { syncRun: full, repaired, buried } = lastReconcile ?? {};
  const { syncRun: open, readsPerSecond = 0, remaining, estimatedEndTime } = currentPass ?? {};
  const facts: Record<string, string> = {
    lag: lag?.summary ?? '',
    paused: text(pausedTime),
    quota: quota === undefined ? '' : `${quota.remaining ?? '?'} of ${quota.limit} calls left, ${quota.inFlight} of ${quota.concurrentLimit} in flight; ${quota.calls} calls since ${text(quota.sinceTime)}, ${quota.refused} refused`,
    webhooks: `${webhooks?.state ?? ''}: ${webhooks?.events.length ?? 0} events${webhooks?.missingEvents.length ? `, without ${webhooks.missingEvents.join(' ')}` : ''} ${webhooks?.problem ?? ''}`,
    quarantined: String(quarantined),
    hidden: `${hidden?.outOfView ?? 0} out of view, ${hidden?.consentEnded ?? 0} whose consent ended`,
    sweep: sweep === undefined ? '' : `${sweep.swept} of ${sweep.total} since ${text(sweep.roundStartedTime)}, all of them every ${Math.round(sweep.periodSeconds / 86_400)} days`,
    'last reconcile': full === undefined ? '' : `${full.state} ${text(full.endedTime)}: ${full.listed} listed, ${full.suspected} not found, ${repaired} repaired, ${buried} buried, ${full.hidden} hidden`,
    'current pass': open === undefined ? '' : `${open.kind}: listed ${open.listed} of ${open.total}, read ${open.read}, due ${open.due}; ${readsPerSecond.toFixed(1)} a second, ${remaining ?? '?'} left, done ${text(estimatedEndTime) || '?'}`,
  };
  Object.entries(facts).forEach(([name, fact]) => console.log(`  ${name.padEnd(15)} ${fact}`));
}

function text(time: Date | undefined): string {
  return time?.toISOString() ?? '';
}
