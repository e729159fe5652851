// The one door of package.json's scripts: `node scripts/run.mjs <task> [arguments]`. Does all set-up on a fresh machine: installs
// what the lock file says, generates the contracts, builds, then runs the task with the Node that the project brings along.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const startedAt = Date.now();
const root = join(import.meta.dirname, '..');
const [task = '', ...args] = process.argv.slice(2);
const quick = ['cli', 'verify'].includes(task);
const entry = join(root, task === 'bench' ? 'bench' : 'scripts', 'dist', `${task}.js`);

ensureInstalled();
if (!quick || !existsSync(entry)) {
  const { build } = await import('./build.mjs');
  await build(root);
}
const child = spawn(join(root, 'node_modules', 'node', 'bin', 'node'), [entry, ...args], {
  stdio: 'inherit',
  env: { ...process.env, SECONDLOOK_STARTED_AT: String(startedAt), PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` },
});
// The task stops by itself; we only must not go before it.
['SIGINT', 'SIGTERM'].forEach((signal) => process.on(signal, () => child.kill(signal)));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});

/**
 * Installs what the lock file says when it is another than at the last installation. Not `npm ci`: that refuses a lock file from a
 * registry that lacks the optional packages of some platform, where `npm install --no-save` takes the others.
 */
function ensureInstalled() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const stamp = join(root, 'node_modules', '.secondlook', 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) {
    return;
  }
  console.error('Installing packages');
  // Warnings are left out: they are of the Node that npm runs on, not of the one that comes with the packages.
  const { status, error } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error !== undefined || status !== 0) {
    console.error(error === undefined ? 'npm could not install the packages; see above.' : 'The tool "npm" is missing: install Node.js 20 or later, which brings it.');
    process.exit(1);
  }
  mkdirSync(join(root, 'node_modules', '.secondlook'), { recursive: true });
  writeFileSync(stamp, lock);
}
