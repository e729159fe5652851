// Checks and bundles the console's page; only when something that goes into it has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CONSOLE = 'services/console';
/** Beside web/: what the page takes its types, its settings and its packages from. */
const BESIDES = ['packages/contracts/src/gen/.inputs', `${CONSOLE}/server/http/answers.ts`, `${CONSOLE}/package.json`, 'package-lock.json', 'tsconfig.json', 'scripts/build-web.mjs'];

/** `run` runs a tool of the project. tsc -b, which writes into the same dist/, comes before: the page's types need its output. */
export async function buildWeb(root, run) {
  const web = join(root, CONSOLE, 'web');
  const dist = join(root, CONSOLE, 'dist');
  const stamp = join(dist, '.web-inputs');
  const inputs = hashInputs(root);
  if (existsSync(join(dist, 'web', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) {
    return;
  }
  rmSync(stamp, { force: true });
  await run(root, 'tsc', ['-p', web]);
  await run(root, 'vite', ['build', '--logLevel', 'warn'], web);
  writeFileSync(stamp, inputs);
}

function hashInputs(root) {
  const files = readdirSync(join(root, CONSOLE, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...BESIDES, ...files]) {
    hash.update(file).update('\0').update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
