import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ServiceName } from '@secondlook/contracts';
import { AUDIENCE, SERVICE_ISSUER } from '@secondlook/kit';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';

import { keepJson } from './keep-json';

export const serviceNames = ['connector', 'ingestion', 'matcher', 'enrichment', 'search', 'insights', 'webhook-gateway', 'console'] as const satisfies readonly ServiceName[];

export const userRoles = ['recruiter', 'lead', 'integrations_admin', 'diversity_officer', 'auditor'] as const;
export type UserRole = (typeof userRoles)[number];

/** Whoever runs the stack: may do what services may. */
const OPERATOR = 'local-operator';
const ISSUER_KEY = 'issuer';
const ALGORITHM = 'ES256';

/** The keys of a local installation. Development keys: they protect nothing but the pretence of an installation. */
export interface Identities {
  /** `KEY_ENCRYPTION_KEYS`. */
  readonly keyEncryptionKeys: string;
  /** Public keys of the services, as a file. */
  readonly serviceJwksFile: string;
  keyFileOf(service: ServiceName): string;
  /** Public key of the development issuer. */
  readonly issuerJwks: { readonly keys: readonly JWK[] };
  /** A person's token. */
  userToken(issuer: string, tenantId: string, role: UserRole, subject: string): Promise<string>;
  /** The operator's token; without a tenant it is about the installation. */
  serviceToken(tenantId: string | undefined, lifetime?: string): Promise<string>;
}

const TOKEN_LIFETIME = '24h';

export async function keepIdentities(folder: string): Promise<Identities> {
  const names = [...serviceNames, OPERATOR, ISSUER_KEY];
  const keys = new Map<string, JWK>();
  for (const name of names) {
    keys.set(name, await keepJson(join(folder, `${name}.json`), () => createKey(name)));
  }
  const keyOf = (name: string): JWK => keys.get(name) ?? {};
  const { key } = await keepJson(join(folder, 'key-encryption.json'), () => ({ key: randomBytes(32).toString('base64') }));
  const serviceJwksFile = join(folder, 'service-jwks.json');
  writeFileSync(serviceJwksFile, JSON.stringify({ keys: [...serviceNames, OPERATOR].map((name) => toPublic(keyOf(name))) }));

  const sign = (name: string, claims: Record<string, unknown>, issuer: string, subject: string, lifetime: string) =>
    signToken(keyOf(name), { ...claims, iss: issuer, sub: subject }, lifetime);

  return {
    keyEncryptionKeys: `local:${key}`,
    serviceJwksFile,
    keyFileOf: (service) => join(folder, `${service}.json`),
    issuerJwks: { keys: [toPublic(keyOf(ISSUER_KEY))] },
    userToken: (issuer, tenantId, role, subject) => sign(ISSUER_KEY, { tenant: tenantId, roles: [role] }, issuer, subject, TOKEN_LIFETIME),
    serviceToken: (tenantId, lifetime = TOKEN_LIFETIME) => sign(OPERATOR, tenantId === undefined ? {} : { tenant: tenantId }, SERVICE_ISSUER, OPERATOR, lifetime),
  };
}

export async function signToken(key: JWK, claims: JWTPayload, lifetime: string): Promise<string> {
  return new SignJWT({ ...claims, aud: AUDIENCE })
    .setProtectedHeader({ alg: ALGORITHM, ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(await importJWK(key, ALGORITHM));
}

export async function createKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: ALGORITHM };
}

export function toPublic({ kty, crv, x, y, kid, alg }: JWK): JWK {
  return JSON.parse(JSON.stringify({ kty, crv, x, y, kid, alg, use: 'sig' })) as JWK;
}
