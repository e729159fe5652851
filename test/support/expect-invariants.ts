import { expect } from '@jest/globals';
import { checkInvariants, waitUntilQuiet, type Finding, type StackView } from '@secondlook/testkit';

const QUIET_MS = 180_000;

/** Waits until nothing is going on, then asks the oracle: nothing may differ, and everything must have been compared. */
export async function expectInvariants(view: () => StackView): Promise<readonly Finding[]> {
  await waitUntilQuiet(view(), QUIET_MS);
  const findings = await checkInvariants(view());
  expect(findings.flatMap(({ invariant, differences }) => differences.map((difference) => `${invariant}: ${difference}`))).toEqual([]);
  expect(findings.filter(({ compared }) => compared === 0).map(({ invariant }) => `${invariant} compared nothing`)).toEqual([]);
  return findings;
}
