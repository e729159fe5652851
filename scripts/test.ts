import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { ROOT } from './stack-file';

/**
 * `npm test`: everything that must hold before a change lands; `npm run test:unit` and the like run one tier, and what follows goes to
 * jest; `npm run lint` runs what comes before the tiers. Types were checked by the build. The last line counts checks and tests: `N passed, N failed, N skipped`.
 */
const TIERS = ['unit', 'integration', 'charts', 'cluster', 'e2e', 'slow'] as const;
/** The slow ones are run by name, and what wants a cluster: every change waits for these. */
const ALWAYS: readonly Tier[] = ['unit', 'integration', 'charts', 'e2e'];
type Tier = (typeof TIERS)[number];

/** Two at once: jest would leave one of two cores idle. The files of all tiers but the first wait for clocks most of the time. */
const WORKERS = '--maxWorkers=2';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) })),
});

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  const tier = TIERS.find((one) => one === first);
  if (first !== undefined && first !== 'lint' && tier === undefined) {
    throw new Error(`There is no tier "${first}": try ${TIERS.join(', ')}.`);
  }
  const checks = tier === undefined ? await runChecks() : [];
  const counts = [...checks, ...(await runTiers(first === undefined ? ALWAYS : tier === undefined ? [] : [tier], rest))];
  if (first === undefined) {
    console.log('\nNot run here: test/*.slow.test.ts (npm run test:slow), test/cluster (KUBECONFIG=… npm run test:cluster).');
  }
  const sum = (of: keyof Count) => counts.reduce((total, count) => total + count[of], 0);
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
}

async function runChecks(): Promise<Count[]> {
  const base = await findBase();
  const checks: [string, string, string[]][] = [
    ['lint', 'eslint', ['.', '--max-warnings', '0']],
    ['protos: lint', 'buf', ['lint']],
    // Nobody may depend on what has not landed yet: what is compared with is the last commit before this one.
    ...(base === undefined ? [] : [['protos: breaking changes', 'buf', ['breaking', '--against', `.git#ref=${base}`]] satisfies [string, string, string[]]]),
  ];
  const counts: Count[] = [];
  for (const [name, tool, args] of checks) {
    const passed = (await run(tool, args)) === 0;
    console.log(`${passed ? 'PASS' : 'FAIL'} ${name}`);
    counts.push({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
  }
  return counts;
}

/** Undefined in a checkout without history. */
async function findBase(): Promise<string | undefined> {
  return (await run('git', ['rev-parse', '--verify', '--quiet', 'HEAD^'], 'ignore')) === 0 ? 'HEAD^' : undefined;
}

async function runTiers(tiers: readonly Tier[], args: readonly string[]): Promise<Count[]> {
  const counts: Count[] = [];
  for (const tier of tiers) {
    console.log(`\n${tier}`);
    counts.push(await runJest(tier, args));
  }
  return counts;
}

async function runJest(tier: Tier, args: readonly string[]): Promise<Count> {
  const outputFile = join(ROOT, '.run', `test-${tier}.json`);
  mkdirSync(join(ROOT, '.run'), { recursive: true });
  rmSync(outputFile, { force: true });
  const code = await run('jest', ['--selectProjects', tier, WORKERS, '--json', `--outputFile=${outputFile}`, ...args]);
  if (!existsSync(outputFile)) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests, testResults } = report.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
  for (const { name, assertionResults } of testResults) {
    assertionResults.filter(({ status }) => status === 'pending').forEach(({ fullName }) => console.log(`SKIPPED ${fullName} (${name.slice(ROOT.length + 1)})`));
  }
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests + numTodoTests };
}

/** What jest prints of results in JSON goes to its file; people read the rest. */
function run(tool: string, args: readonly string[], stdio: 'inherit' | 'ignore' = 'inherit'): Promise<number> {
  const child = spawn(tool, args, { cwd: ROOT, stdio: ['ignore', stdio === 'inherit' ? 'inherit' : 'ignore', stdio] });
  ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => child.kill('SIGTERM')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
