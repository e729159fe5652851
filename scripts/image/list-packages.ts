import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { z } from 'zod';

const manifestShape = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });
const lockShape = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) });

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
  /** Where it is, from the checkout's root: a package may be there in two versions, one inside another package. */
  readonly path: string;
  /** As in the lock file; our own have none. */
  readonly integrity: string | undefined;
}

/** What a workspace needs to run, itself included: what npm says it depends on when nothing is developed. */
export function listPackages(root: string, workspace: string): Package[] {
  const output = execFileSync('npm', ['ls', '--workspace', workspace, '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8', maxBuffer: 16 << 20 });
  const { packages } = lockShape.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return output
    .split('\n')
    .map((folder) => relative(root, folder))
    .filter((path) => path.startsWith('node_modules/') && !path.startsWith('node_modules/@types/'))
    .sort()
    .map((path) => ({ ...readManifest(root, path), path, integrity: packages[path]?.integrity }));
}

function readManifest(root: string, path: string) {
  const { name, version, license } = manifestShape.parse(JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')));
  return { name, version, license };
}
