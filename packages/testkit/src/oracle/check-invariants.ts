import { callBudgetKept } from './call-budget-kept';
import { deliveriesApplied } from './deliveries-applied';
import { derivationsAgree } from './derivations-agree';
import { indexEqualsProjection } from './index-equals-projection';
import { mirrorEqualsSource } from './mirror-equals-source';
import { nothingLeftOfTheDeleted } from './nothing-left-of-the-deleted';
import { type Finding, type StackView } from './view';

/**
 * The one oracle (docs/guarantees.md §2): computes what must be there from the sandbox's own log, and imports nothing of the services.
 * To be asked once traffic has stopped and queues are empty (wait-until-quiet.ts).
 */
export async function checkInvariants(view: StackView): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of [mirrorEqualsSource, indexEqualsProjection, nothingLeftOfTheDeleted, deliveriesApplied, callBudgetKept, derivationsAgree]) {
    findings.push(await check(view));
  }
  return findings;
}
