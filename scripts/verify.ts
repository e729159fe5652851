import { parseArgs } from 'node:util';

import { checkInvariants, waitUntilQuiet, type Finding } from '@secondlook/testkit';

import { requireStackFile, toView } from './stack-file';

/** `npm run verify`: the invariants of a running stack. Exit 1 on a difference, 2 when something could not be checked or nothing was compared. */
const QUIET_MS = 180_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const view = toView(requireStackFile());
  try {
    await waitUntilQuiet(view, QUIET_MS);
    const findings = await checkInvariants(view);
    print(findings, values.json);
    process.exitCode = findings.some(({ differing }) => differing > 0) ? 1 : findings.some(({ compared }) => compared === 0) ? 2 : 0;
  } finally {
    await view.clients.close();
  }
}

function print(findings: readonly Finding[], json: boolean): void {
  if (json) {
    findings.forEach((finding) => console.log(JSON.stringify(finding)));
    return;
  }
  for (const { invariant, statement, compared, differing, differences } of findings) {
    console.log(`${invariant}  compared ${String(compared).padStart(8)}  differing ${String(differing).padStart(6)}  ${statement}`);
    differences.slice(0, 10).forEach((difference) => console.log(`      ${difference}`));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
