import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { type Goal } from '../goal';

const ROOT = join(__dirname, '..', '..', '..');
const SHOWN = 4_000;

/** As test/schedules.integration.test.ts, which CI runs with fewer: the schedules run under jest, which holds the clock. */
export const schedules: Goal = {
  id: 'REL-1',
  statement: 'connector, gateway, ingestion, matcher and search end where the ATS is under every drawn schedule: 0 violations of I1–I4 and I6',
  size: 10_000,
  unit: 'schedules',
  async measure({ size, seed, say }) {
    const jest = spawn(join(ROOT, 'node_modules', '.bin', 'jest'), ['--selectProjects', 'integration', '--runInBand', '--testPathPatterns', 'test/schedules'], {
      cwd: ROOT,
      env: { ...process.env, SCHEDULES: String(size), SCHEDULES_SEED: String(seed) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    jest.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(jest, 'close');
    const failed = /\{ seed: .*\}/.exec(output)?.[0];
    if (jest.exitCode !== 0) {
      say(output.slice(-SHOWN));
    }
    return { isMet: jest.exitCode === 0, figure: jest.exitCode === 0 ? `${size} schedules, 0 violations` : `a violation; replay it by ${failed ?? 'what is printed above'}` };
  },
};
