import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';
import { createAuthenticator, createServiceIdentity } from '@secondlook/kit';

import { ROOT } from './support/render-chart';

describe('the keys of an installation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secondlook-keys-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const keys = (...args: readonly string[]) => execFileSync(process.execPath, [join(ROOT, 'scripts', 'dist', 'keys.js'), folder, ...args], { encoding: 'utf8' }).trim();
  const services = join(folder, 'services');

  it('are what services and the operator are known by, and stay when they are made again', async () => {
    expect(keys()).toContain(`--from-file=${services}\n`);
    const before = readdirSync(services).map((file) => readFileSync(join(services, file), 'utf8'));
    keys();
    expect(readdirSync(services).map((file) => readFileSync(join(services, file), 'utf8'))).toEqual(before);

    const authenticate = createAuthenticator({ SERVICE_JWKS_FILE: join(services, 'service-jwks.json') });
    expect(await authenticate(`Bearer ${keys('token', '--tenant', 'acme')}`)).toEqual({ subject: 'operator', roles: ['service'], tenantId: 'acme' });
    const token = await createServiceIdentity('search', join(services, 'search.json')).token(undefined);
    expect(await authenticate(`Bearer ${token}`)).toEqual({ subject: 'search', roles: ['service'], tenantId: undefined });
  }, 240_000);

  it('go into the cluster without any private key but those of services', () => {
    expect(readdirSync(services).sort()).toEqual([...readdirSync(join(ROOT, 'services')).map((name) => `${name}.json`), 'service-jwks.json'].sort());
    expect(readFileSync(join(services, 'service-jwks.json'), 'utf8')).not.toContain('"d":');
  });
});
