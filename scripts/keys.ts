import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { SERVICE_ISSUER } from '@secondlook/kit';
import { createKey, keepJson, serviceNames, signToken, toPublic } from '@secondlook/testkit';

/**
 * `npm run keys -- <folder>`: the keys of an installation; those that are there stay. `-- <folder> token [--tenant T]`: a token of the
 * operator, who may do what services may. His private key never goes into the cluster.
 */
const OPERATOR = 'operator';
const LIFETIME = '1h';
const KEY_BYTES = 32;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { tenant: { type: 'string' } } });
  const [folder, command] = positionals;
  if (folder === undefined || (command !== undefined && command !== 'token')) {
    throw new Error('Usage: keys <folder> [token [--tenant T]]');
  }
  await (command === 'token' ? printToken(resolve(folder), values.tenant) : keepKeys(resolve(folder)));
}

async function keepKeys(folder: string): Promise<void> {
  const services = join(folder, 'services');
  const kept = await Promise.all([
    ...serviceNames.map((name) => keepJson(join(services, `${name}.json`), () => createKey(name))),
    keepJson(join(folder, `${OPERATOR}.json`), () => createKey(OPERATOR)),
  ]);
  writeFileSync(join(services, 'service-jwks.json'), `${JSON.stringify({ keys: kept.map(toPublic) })}\n`);
  const encryption = join(folder, 'KEY_ENCRYPTION_KEYS');
  if (!existsSync(encryption)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(encryption, `first:${randomBytes(KEY_BYTES).toString('base64')}`, { mode: 0o600 });
  }
  console.log(`kubectl create secret generic secondlook-service-keys --from-file=${services}`);
  console.log(`kubectl create secret generic secondlook-key-encryption --from-file=${encryption}`);
}

async function printToken(folder: string, tenant: string | undefined): Promise<void> {
  const file = join(folder, `${OPERATOR}.json`);
  if (!existsSync(file)) {
    throw new Error(`There is no ${file}: "npm run keys -- ${folder}" makes it.`);
  }
  const key = JSON.parse(readFileSync(file, 'utf8')) as Awaited<ReturnType<typeof createKey>>;
  console.log(await signToken(key, { iss: SERVICE_ISSUER, sub: OPERATOR, ...(tenant === undefined ? {} : { tenant }) }, LIFETIME));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
