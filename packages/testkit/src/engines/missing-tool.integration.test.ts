import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startEmbeddedElasticsearch } from './embedded-elasticsearch';
import { startEmbeddedMongo } from './embedded-mongo';
import { startEmbeddedNats } from './embedded-nats';
import { MissingToolError } from './engine';

describe('on a machine without tools', () => {
  const before = { path: process.env['PATH'], cache: process.env['SECONDLOOK_CACHE'] };
  const cache = mkdtempSync(join(tmpdir(), 'secondlook-empty-cache-'));

  beforeEach(() => {
    process.env['PATH'] = '';
    process.env['SECONDLOOK_CACHE'] = cache;
  });
  afterEach(() => {
    process.env['PATH'] = before.path;
    if (before.cache === undefined) {
      delete process.env['SECONDLOOK_CACHE'];
    } else {
      process.env['SECONDLOOK_CACHE'] = before.cache;
    }
    rmSync(cache, { recursive: true, force: true });
  });

  it.each([
    ['go', startEmbeddedNats],
    ['mvn', startEmbeddedMongo],
    ['mvn', startEmbeddedElasticsearch],
  ])('an engine says in one sentence that "%s" is missing, and how to get it', async (tool, start) => {
    const error: unknown = await start({}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MissingToolError);
    const message = error instanceof Error ? error.message : '';
    expect(message).toContain(`The tool "${tool}" is missing: `);
    expect(message).toMatch(/install/);
    expect(message).not.toContain('\n');
  });
});
