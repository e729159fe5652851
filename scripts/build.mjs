// Generates the contracts and compiles everything; each only as far as something changed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { buildWeb } from './build-web.mjs';
import { generateContracts } from './generate-contracts.mjs';

export async function build(root) {
  generateContracts(root);
  await run(root, 'tsc', ['-b']);
  await buildWeb(root, run);
}

/** Runs one of the project's own tools, with the project's own Node. */
export async function run(root, tool, args, cwd = root) {
  const bin = join(root, 'node_modules', '.bin');
  const child = spawn(join(bin, tool), args, { cwd, stdio: ['ignore', 2, 2], env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) {
    throw new Error(`${tool} ${args.join(' ')} failed`);
  }
}

if (process.argv[1] === import.meta.filename) {
  await build(join(import.meta.dirname, '..'));
}
