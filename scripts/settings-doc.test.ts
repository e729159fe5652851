import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { settings } from '@secondlook/kit';

const ROOT = join(__dirname, '..');
const services = readdirSync(join(ROOT, 'services'));

/** The variables of a service: the groups of common settings that its config.ts picks, and its own. */
function variablesOf(service: string): string[] {
  const file = ['src', 'server'].map((folder) => join(ROOT, 'services', service, folder, 'config.ts')).find(existsSync) ?? '';
  const source = readFileSync(file, 'utf8');
  const groups: Readonly<Record<string, object>> = settings;
  const common = [...source.matchAll(/\.\.\.settings\.(\w+)/g)].flatMap(([, group = '']) => Object.keys(groups[group] ?? {}));
  const own = [...source.matchAll(/^ {2}([A-Z][A-Z\d_]*):/gm)].map(([, name = '']) => name);
  return [...common, ...own];
}

/** The rows of the first table: the variable, and the services that read it. */
function documented(): Map<string, string[]> {
  const [, table = ''] = /## Services\n([\s\S]*?)\n## /.exec(readFileSync(join(ROOT, 'docs', 'settings.md'), 'utf8')) ?? [];
  const rows = [...table.matchAll(/^\| `([A-Z\d_]+)` \|.*\| ([^|]+) \|$/gm)];
  return new Map(rows.map(([, name = '', readers = '']) => [name, readers === 'all' ? [...services] : readers.split(', ').sort()]));
}

describe('docs/settings.md', () => {
  it('names every variable of every service, and no other', () => {
    const pairs = services.flatMap((service) => variablesOf(service).map((name) => ({ name, service })));
    const expected = Map.groupBy(pairs, ({ name }) => name);
    expect(Object.fromEntries(documented())).toEqual(Object.fromEntries([...expected].map(([name, readers]) => [name, readers.map(({ service }) => service).sort()])));
  });
});
