import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

const TESTKIT = join(__dirname, '..', '..', 'dist');

describe('on a machine without tools', () => {
  const cache = mkdtempSync(join(tmpdir(), 'secondlook-empty-cache-'));
  afterAll(() => rmSync(cache, { recursive: true, force: true }));

  it.each([
    ['go', 'nats'],
    ['mvn', 'mongo'],
    ['mvn', 'elasticsearch'],
  ])('it is said in one sentence that "%s" is missing for %s, and how to get it', (tool, engine) => {
    const program = `require(${JSON.stringify(TESTKIT)}).startEngine('${engine}').catch(({ message }) => console.log(message))`;
    const { stdout } = spawnSync(process.execPath, ['-e', program], { env: { PATH: cache, SECONDLOOK_CACHE: cache, HOME: cache }, encoding: 'utf8', timeout: 60_000 });
    expect(stdout).toMatch(new RegExp(`^The tool "${tool}" is missing: install .*\\.\\n$`));
  });
});
