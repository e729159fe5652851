import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { MissingToolError } from '@secondlook/testkit';

const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const INSTALL_MS = 10 * 60_000;
const HOW_TO_GET = 'The tool "chromium" is missing: install it with `apt-get install chromium`, or say with CHROMIUM_PATH where it is.';

/** CHROMIUM_PATH, the usual places, and where we may, what apt-get brings. */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'] ?? '';
  if (named !== '') {
    return named;
  }
  const found = findInstalled();
  if (found !== undefined) {
    return found;
  }
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    aptGet('update');
    aptGet('install', '-y', '--no-install-recommends', 'chromium');
  }
  const installed = findInstalled();
  if (installed === undefined) {
    throw new MissingToolError(HOW_TO_GET);
  }
  return installed;
}

function findInstalled(): string | undefined {
  return USUAL_PATHS.find((path) => existsSync(path));
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** Whether it worked is seen by what is there afterwards. */
function aptGet(...args: string[]): void {
  spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], timeout: INSTALL_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
