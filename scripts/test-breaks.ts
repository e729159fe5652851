import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { z } from 'zod';

import { ROOT } from './stack-file';

/**
 * `npm run test:breaks [-- NAME]`: shows that the tests notice. Each `test/breaks/<promise>.patch` breaks one promise; what stands
 * before its diff names the file and the test (`Test:`, `Name:`) that must fail, its tier (`Project:`) unless that is e2e, and a setting it
 * wants (`With: NAME=value`), if any. Patches are applied to a scratch copy, one at a time.
 */
const BREAKS = join(ROOT, 'test', 'breaks');
/** Neither what git keeps nor what a stack left behind. */
const NOT_COPIED = ['.git', '.run', 'node_modules'];

const report = z.object({ testResults: z.array(z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) })) });

type Verdict = 'noticed' | 'NOT NOTICED' | 'CANNOT BE APPLIED' | 'DOES NOT BUILD';

function main(): void {
  const wanted = process.argv[2];
  const names = readdirSync(BREAKS).filter((file) => file.endsWith('.patch')).map((file) => basename(file, '.patch')).filter((name) => wanted === undefined || name === wanted);
  if (names.length === 0) {
    throw new Error(`There is no break "${wanted ?? ''}" in test/breaks.`);
  }
  const scratch = copyCheckout();
  try {
    const verdicts = names.map((name, index) => {
      const startedAt = Date.now();
      const verdict = tryBreak(scratch, name);
      console.log(`${index + 1}/${names.length}  ${name}: ${verdict}  (${Math.round((Date.now() - startedAt) / 1_000)} s)`);
      return verdict;
    });
    const noticed = verdicts.filter((verdict) => verdict === 'noticed').length;
    process.exitCode = noticed === verdicts.length ? 0 : 1;
    console.log(`${noticed} passed, ${verdicts.length - noticed} failed, 0 skipped`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Packages are hard links where that is possible: nothing writes to them. */
function copyCheckout(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'secondlook-breaks-'));
  for (const entry of readdirSync(ROOT).filter((name) => !NOT_COPIED.includes(name))) {
    run('cp', ['-a', join(ROOT, entry), scratch]);
  }
  if (run('cp', ['-al', join(ROOT, 'node_modules'), scratch]) !== 0) {
    run('cp', ['-a', join(ROOT, 'node_modules'), scratch]);
  }
  return scratch;
}

function tryBreak(scratch: string, name: string): Verdict {
  const patch = join(BREAKS, `${name}.patch`);
  if (run('git', ['apply', patch], scratch) !== 0) {
    return 'CANNOT BE APPLIED';
  }
  try {
    if (run(process.execPath, ['scripts/build.mjs'], scratch) !== 0) {
      return 'DOES NOT BUILD';
    }
    return isNoticed(scratch, readFileSync(patch, 'utf8')) ? 'noticed' : 'NOT NOTICED';
  } finally {
    run('git', ['apply', '--reverse', patch], scratch);
  }
}

function isNoticed(scratch: string, patch: string): boolean {
  const outputFile = join(scratch, 'report.json');
  rmSync(outputFile, { force: true });
  const test = requiredIn(patch, 'Test');
  const name = requiredIn(patch, 'Name');
  const project = headerIn(patch, 'Project') ?? 'e2e';
  const [, setting, value] = /^(\w+)=(.+)$/.exec(headerIn(patch, 'With') ?? '') ?? [];
  run(join(scratch, 'node_modules', '.bin', 'jest'), ['--selectProjects', project, '--runInBand', '--json', `--outputFile=${outputFile}`, '--testPathPatterns', test, '-t', name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')], scratch, setting === undefined ? {} : { [setting]: value });
  if (!existsSync(outputFile)) {
    throw new Error(`jest did not run ${test}.`);
  }
  const results = report.parse(JSON.parse(readFileSync(outputFile, 'utf8'))).testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = results.filter(({ fullName, status }) => fullName.includes(name) && status !== 'pending');
  if (named.length === 0) {
    throw new Error(`There is no test "${name}" in ${test}.`);
  }
  return named.some(({ status }) => status === 'failed');
}

function headerIn(patch: string, field: string): string | undefined {
  return new RegExp(`^${field}: (.+)$`, 'm').exec(patch)?.[1];
}

function requiredIn(patch: string, field: string): string {
  const value = headerIn(patch, field);
  if (value === undefined) {
    throw new Error(`A patch lacks "${field}: …" before its diff.`);
  }
  return value;
}

/** What the tools say is shown when they fail to do what they should; a test that fails is what is wanted. */
function run(tool: string, args: readonly string[], cwd = ROOT, settings: NodeJS.ProcessEnv = {}): number {
  const { status, stderr } = spawnSync(tool, args, { cwd, env: { ...process.env, ...settings }, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status !== 0 && !tool.endsWith('jest')) {
    console.error(stderr);
  }
  return status ?? 1;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
