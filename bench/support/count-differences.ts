import { checkInvariants, type TestStack } from '@secondlook/testkit';

/** Asks the oracle, says what differs, and answers how much does. */
export async function countDifferences(stack: TestStack, say: (line: string) => void): Promise<number> {
  const findings = await checkInvariants(stack.view());
  findings.flatMap(({ differences }) => differences).forEach((line) => say(line));
  return findings.reduce((sum, { differing }) => sum + differing, 0);
}
