import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, HOW_TO_GET, runTool } from '../engines/tools';

const VERSION = 'v0.0.0-20260908191801-89a6a09411d5';

/** The interpreter of Starlark that Tilt has inside, built once by Go. */
export async function findStarlark(): Promise<string> {
  const folder = cacheFolder(`starlark-${VERSION}`);
  const binary = join(folder, 'starlark');
  if (!existsSync(binary)) {
    await runTool('go', ['install', `go.starlark.net/cmd/starlark@${VERSION}`], HOW_TO_GET.go, { GOBIN: folder });
  }
  return binary;
}
