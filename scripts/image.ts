import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { assembleFiles } from './image/assemble-files';
import { packImage } from './image/pack-image';

const ROOT = join(__dirname, '..', '..');

const USAGE = `Usage:
  image files <service> <folder>                                  the files of its image: what the Dockerfile copies
  image pack <service> --base <folder> --out <file.tar> [--tag T]  the image without Docker, over a root file system with Node 24`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { base: { type: 'string' }, out: { type: 'string' }, tag: { type: 'string' } },
  });
  const [command, service = '', folder] = positionals;
  const workspace = workspaceOf(service);
  if (command === 'files' && folder !== undefined) {
    assembleFiles(ROOT, workspace, folder);
    return;
  }
  const { base, out, tag = `secondlook/${service}:dev` } = values;
  if (command !== 'pack' || base === undefined || out === undefined) {
    throw new Error(USAGE);
  }
  const files = mkdtempSync(join(tmpdir(), 'secondlook-files-'));
  try {
    assembleFiles(ROOT, workspace, files);
    await packImage({ base, files, tag, out });
    console.log(`${tag} ${out}`);
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

function workspaceOf(service: string): string {
  const services = readdirSync(join(ROOT, 'services'));
  if (!services.includes(service)) {
    throw new Error(`${USAGE}\nServices: ${services.join(', ')}`);
  }
  return `services/${service}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
