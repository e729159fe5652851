import { whileAway, type Log, type TenantDatabases } from '@secondlook/kit';

import { type Candidates } from './store/candidates';
import { type ErasureLedger } from './store/erasure-ledger';

interface Parts {
  readonly ledger: ErasureLedger;
  readonly candidates: Candidates;
  readonly databases: Pick<TenantDatabases, 'list'>;
  readonly log: Log;
}

/**
 * Before the service is ready: whoever the ledger names and is live, or not there, is buried, and announced as ever, so that index,
 * decision and facts follow. After an older backup was restored these are the people who were deleted since; after a crash between
 * ledger and tombstone it is who was about to be. Otherwise nothing is written.
 */
export async function applyErasureLedger({ ledger, candidates, databases, log }: Parts, stopping: AbortSignal): Promise<void> {
  await whileAway(async () => {
    const tenants = await ledger.listTenants();
    const present = new Set(tenants.length === 0 ? [] : await databases.list());
    for (const tenantId of tenants.filter((tenant) => present.has(tenant))) {
      let buried = 0;
      for await (const erasures of ledger.pages(tenantId)) {
        stopping.throwIfAborted();
        buried += await candidates.buryErased(tenantId, erasures);
      }
      if (buried > 0) {
        log.warn({ tenantId, buried }, 'people who were erased were there again, and are buried');
      }
    }
  }, stopping);
}
