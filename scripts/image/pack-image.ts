import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { COMMAND, ENTRYPOINT, ENVIRONMENT, USER } from './image-config';

/** Fixed, as all times in it: the same files make the same image. */
const CREATED = '1970-01-01T00:00:00Z';
/** GNU tar's. Who owns a file is nobody of this machine, and the image's user may read it. */
const REPRODUCIBLE = ['--mode=a+rX', '--sort=name', '--mtime=@0', '--numeric-owner', '--owner=0', '--group=0'];

export interface Packing {
  /** A root file system with glibc and Node 24 at /usr/local/bin/node: the first layer. */
  readonly base: string;
  /** What `assembleFiles` made: the second. */
  readonly files: string;
  readonly tag: string;
  readonly out: string;
}

/** An image as `docker save` writes it, without Docker: for clusters where nothing can be pulled or built. */
export async function packImage({ base, files, tag, out }: Packing): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'secondlook-image-'));
  try {
    const layers = ['base.tar', 'files.tar'];
    [base, files].forEach((folder, at) => execFileSync('tar', ['-C', folder, ...REPRODUCIBLE, '-cf', join(scratch, layers[at] ?? ''), '.']));
    const digests = await Promise.all(layers.map((layer) => digestOf(join(scratch, layer))));
    const config = {
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      created: CREATED,
      config: { User: USER, WorkingDir: '/app', Env: ['PATH=/usr/local/bin:/usr/bin:/bin', ...ENVIRONMENT], Entrypoint: ENTRYPOINT, Cmd: COMMAND },
      rootfs: { type: 'layers', diff_ids: digests.map((digest) => `sha256:${digest}`) },
      history: layers.map((layer) => ({ created: CREATED, created_by: `secondlook ${layer}` })),
    };
    writeFileSync(join(scratch, 'config.json'), JSON.stringify(config));
    writeFileSync(join(scratch, 'manifest.json'), JSON.stringify([{ Config: 'config.json', RepoTags: [tag], Layers: layers }]));
    execFileSync('tar', ['-C', scratch, ...REPRODUCIBLE, '-cf', resolve(out), 'manifest.json', 'config.json', ...layers]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
