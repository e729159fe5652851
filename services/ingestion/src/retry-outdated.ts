import { backoffMs, sleep, type Running } from '@secondlook/kit';

import { type Quarantine } from './store/quarantine';
import { type RetryQuarantined } from './store/retry-quarantined';

interface Parts {
  readonly quarantine: Quarantine;
  readonly retryQuarantined: RetryQuarantined;
  readonly tenants: () => Promise<readonly string[]>;
}

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 60_000;

/** Once after each start: what an older version set aside is judged by what is known today. */
export function startRetryOutdated(parts: Parts, { lifecycle, log }: Running<unknown>): void {
  lifecycle.run('retry of the quarantine', async (stopping) => {
    for (let attempt = 1; !stopping.aborted; attempt++) {
      try {
        await retryOutdated(parts, stopping);
        return;
      } catch (error) {
        log.warn({ err: error }, 'retrying the quarantine failed; it is tried again');
        await sleep(backoffMs(attempt, FIRST_WAIT_MS, MAX_WAIT_MS, Math.random()), stopping);
      }
    }
  });
}

export async function retryOutdated({ quarantine, retryQuarantined, tenants }: Parts, stopping: AbortSignal): Promise<void> {
  for (const tenantId of await tenants()) {
    for (const quarantineId of await quarantine.listOutdated(tenantId)) {
      stopping.throwIfAborted();
      await retryQuarantined(tenantId, [quarantineId]);
    }
  }
}
