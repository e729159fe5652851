import { type ServiceName } from '@secondlook/contracts';

import { createTally, type Finding, type StackView } from './view';

const WITH_COMPARATORS: readonly ServiceName[] = ['ingestion', 'matcher', 'enrichment', 'search'];
const COMPARE_MS = 120_000;

/** I6: what services derive from each other agrees with what it is derived from, in whatever order it came. */
export async function derivationsAgree({ clients, as }: StackView): Promise<Finding> {
  const tally = createTally('I6', 'what is derived agrees with its owners');
  for (const service of WITH_COMPARATORS) {
    const { results } = await clients.opsOf(service).runComparator({}, { ...as(), deadlineMs: COMPARE_MS });
    for (const { comparator, tenantId, compared, differing } of results) {
      for (let entity = 0; entity < compared; entity++) {
        tally.check(entity >= differing, () => `${service}: ${comparator} of ${tenantId === '' ? 'the library' : tenantId} differed`);
      }
    }
  }
  return tally.finding();
}
