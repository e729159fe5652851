import { cpSync, existsSync, lutimesSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { listPackages, type Package } from './list-packages';
import { toSbom } from './to-sbom';

/** Neither types nor source maps nor tests nor manuals are needed to run; licences go with what they are of. */
const NOT_NEEDED = /\.([mc]?ts|map|tsbuildinfo)$|\.test\.js$|\/(?!licen[cs]e|notice)[^/]*\.(md|markdown)$/i;
/** Of our own packages only what was built is taken. */
const OWN = '@secondlook/';

/**
 * The files of a service's image, below `/app`: the service and what it depends on, nothing that is for development. The Dockerfile
 * and `pack` both call this, so both hold the same.
 */
export function assembleFiles(root: string, workspace: string, target: string): void {
  const packages = listPackages(root, workspace);
  const app = join(target, 'app');
  packages.forEach((one) => copyPackage(root, one, app));
  const own = join('node_modules', OWN, basename(workspace), 'dist');
  ['main.js', 'migrate.js'].filter((file) => existsSync(join(app, own, file))).forEach((file) => symlinkSync(join(own, file), join(app, file)));
  symlinkSync(join('node_modules', OWN, 'kit', 'dist', 'telemetry-preload.js'), join(app, 'preload.js'));
  writeFileSync(join(app, 'sbom.json'), `${JSON.stringify(toSbom(basename(workspace), packages), null, 2)}\n`);
  forgetTimes(app);
}

function copyPackage(root: string, { name, path }: Package, app: string): void {
  const from = join(root, path);
  const into = join(app, path);
  mkdirSync(dirname(into), { recursive: true });
  if (name.startsWith(OWN)) {
    ['package.json', 'dist'].forEach((entry) => copy(join(from, entry), join(into, entry)));
  } else {
    copy(from, into);
  }
}

/** Without the packages inside: those that are needed are listed too. */
function copy(from: string, into: string): void {
  const inside = join(from, 'node_modules');
  cpSync(from, into, { recursive: true, dereference: true, filter: (file) => file !== inside && !NOT_NEEDED.test(file) });
}

/** The same files make the same image, whenever they were written. */
function forgetTimes(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      forgetTimes(path);
    }
    lutimesSync(path, 0, 0);
  }
  lutimesSync(folder, 0, 0);
}
