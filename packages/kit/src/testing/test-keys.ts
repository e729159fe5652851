import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';

/** A key that signs tokens, with its public half as key sets hold it. */
export interface TestKey {
  readonly publicJwk: JWK;
  /** A private key file, as SERVICE_KEY_FILE names one. */
  readonly file: string;
  /** Signs what it is given: nothing is added to the claims. */
  sign(claims: JWTPayload, header?: { readonly kid?: string }): Promise<string>;
}

export async function createTestKey(kid: string, alg: 'ES256' | 'RS256' = 'ES256'): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const file = join(mkdtempSync(join(tmpdir(), 'secondlook-key-')), `${kid}.json`);
  writeFileSync(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg }));
  return {
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg },
    file,
    sign: (claims, header) => new SignJWT(claims).setProtectedHeader({ alg, kid: header?.kid ?? kid }).sign(privateKey),
  };
}

/** A key set file; `write` replaces its keys in place, as a rotation does. */
export function createKeySetFile(keys: readonly TestKey[]) {
  const file = join(mkdtempSync(join(tmpdir(), 'secondlook-jwks-')), 'jwks.json');
  const write = (next: readonly TestKey[]) => writeFileSync(file, JSON.stringify({ keys: next.map(({ publicJwk }) => publicJwk) }));
  write(keys);
  return { file, write };
}

export type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token that is good for five minutes, with some changed; undefined leaves one out. */
export function claimsOf(changes: Claims): JWTPayload {
  const now = Math.floor(Date.now() / 1_000);
  const claims: Claims = { iss: 'secondlook-services', aud: 'secondlook', sub: 'tester', iat: now, exp: now + 300, ...changes };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
