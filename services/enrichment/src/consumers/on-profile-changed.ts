import { type Doorbell } from '@secondlook/kit';

import { type Facts } from '../store/facts';
import { type OnMatchDecided } from './on-match-decided';

interface Parts {
  readonly facts: Facts;
  readonly onMatchDecided: OnMatchDecided;
  readonly tenants: () => Promise<readonly string[]>;
}

const BATCH = 100;

/** A changed profile changes the facts of every candidate, of every tenant, that was matched to it. */
export function createOnProfileChanged({ facts, onMatchDecided, tenants }: Parts) {
  return async (_shared: string, doorbells: readonly Doorbell[], signal: AbortSignal): Promise<void> => {
    for (const tenantId of await tenants()) {
      const affected = await facts.findCandidates(tenantId, doorbells.map(({ id }) => id));
      for (let start = 0; start < affected.length; start += BATCH) {
        await onMatchDecided(tenantId, affected.slice(start, start + BATCH).map((id) => ({ id })), signal);
      }
    }
  };
}
