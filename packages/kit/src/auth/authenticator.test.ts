import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { accessRules, type Role } from '@secondlook/contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { base64url, decodeJwt, UnsecuredJWT } from 'jose';

import { ForbiddenError, UnauthenticatedError, UnavailableError } from '../errors';
import { claimsOf, createKeySetFile, createTestKey, type Claims, type TestKey } from '../testing/test-keys';
import { createAuthenticator, type Authenticate } from './authenticator';
import { requireAccess, type Caller } from './caller';
import { createServiceIdentity } from './service-identity';

const USER_ISSUER = 'https://id.example.com/';
const bearer = (token: string) => `Bearer ${token}`;

let serviceKey: TestKey;
let userKey: TestKey;
let rsaKey: TestKey;
let issuer: { url: string; answer: { status: number; body: string } };
let server: Server;
let authenticate: Authenticate;

beforeAll(async () => {
  [serviceKey, userKey, rsaKey] = await Promise.all([createTestKey('service-1'), createTestKey('user-1'), createTestKey('rsa-1', 'RS256')]);
  const answer = { status: 200, body: JSON.stringify({ keys: [userKey.publicJwk, rsaKey.publicJwk] }) };
  server = createServer((_request, response) => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  issuer = { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/jwks`, answer };
  authenticate = open(createKeySetFile([serviceKey]).file);
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const open = (jwksFile: string) => createAuthenticator({ SERVICE_JWKS_FILE: jwksFile, USER_ISSUER, USER_JWKS_URL: issuer.url });
const userClaims = (claims: Claims) => claimsOf({ iss: USER_ISSUER, sub: 'person-1', tenant: 'acme', roles: ['recruiter'], ...claims });

describe('a token of a service', () => {
  it('names the service, its tenant and the role service', async () => {
    const identity = createServiceIdentity('ingestion', serviceKey.file);
    expect(await authenticate(bearer(await identity.token('acme')))).toEqual({ subject: 'ingestion', roles: ['service'], tenantId: 'acme' });
    expect(await authenticate(bearer(await identity.token(undefined)))).toEqual({ subject: 'ingestion', roles: ['service'], tenantId: undefined });
  });

  it('is good for five minutes and is signed anew one minute before it ends', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'], now: new Date('2026-01-01T00:00:00Z') });
    try {
      const identity = createServiceIdentity('ingestion', serviceKey.file);
      const first = await identity.token('acme');
      const { iat = 0, exp = 0 } = decodeJwt(first);
      expect(exp - iat).toBe(300);
      jest.setSystemTime(new Date('2026-01-01T00:03:59Z'));
      expect(await identity.token('acme')).toBe(first);
      jest.setSystemTime(new Date('2026-01-01T00:04:01Z'));
      expect(await identity.token('acme')).not.toBe(first);
    } finally {
      jest.useRealTimers();
    }
  });

  it.each<[string, Claims]>([
    ['has expired', { exp: Math.floor(Date.now() / 1_000) - 60 }],
    ['never expires', { exp: undefined }],
    ['is meant for somebody else', { aud: 'another-installation' }],
    ['is meant for nobody', { aud: undefined }],
    ['names no subject', { sub: undefined }],
    ['names an empty subject', { sub: '' }],
    ['is of an unknown issuer', { iss: 'https://evil.example.com/' }],
    ['is of no issuer', { iss: undefined }],
    ['is not valid yet', { nbf: Math.floor(Date.now() / 1_000) + 600 }],
    ['names a tenant that cannot exist', { tenant: 'ACME; drop' }],
    ['names a tenant that is no text', { tenant: { $ne: '' } }],
  ])('is refused when it %s', async (_why, claims) => {
    const token = await serviceKey.sign(claimsOf(claims));
    await expect(authenticate(bearer(token))).rejects.toThrow(UnauthenticatedError);
  });

  it('is refused when it is signed with a key that is not in the set', async () => {
    const stranger = await createTestKey('service-1');
    await expect(authenticate(bearer(await stranger.sign(claimsOf({}))))).rejects.toThrow(UnauthenticatedError);
  });

  it('is refused in any other algorithm than the pinned one: none, a public key as HMAC secret, RS256', async () => {
    const file = createKeySetFile([serviceKey, rsaKey]).file;
    const claims = claimsOf({});
    const [header, payload] = [{ alg: 'HS256', kid: 'service-1' }, claims].map((part) => base64url.encode(JSON.stringify(part)));
    const signature = createHmac('sha256', JSON.stringify(serviceKey.publicJwk)).update(`${header}.${payload}`).digest('base64url');
    const tokens = [new UnsecuredJWT(claims).encode(), `${header}.${payload}.${signature}`, await rsaKey.sign(claims)];
    for (const token of tokens) {
      await expect(open(file)(bearer(token))).rejects.toThrow(UnauthenticatedError);
    }
  });
});

describe('a token of a person', () => {
  it('names the person, the tenant and the roles we know', async () => {
    const claims = userClaims({ roles: ['lead', 'recruiter', 'janitor', 7].filter((role) => typeof role === 'string') });
    for (const key of [userKey, rsaKey]) {
      expect(await authenticate(bearer(await key.sign(claims)))).toEqual({ subject: 'person-1', roles: ['recruiter', 'lead'], tenantId: 'acme' });
    }
  });

  it('never carries the role service, whatever it says', async () => {
    const token = await userKey.sign(userClaims({ roles: ['service', 'recruiter'] }));
    expect((await authenticate(bearer(token))).roles).toEqual(['recruiter']);
  });

  it('is refused when it claims to be of the services', async () => {
    const token = await userKey.sign(claimsOf({}));
    await expect(authenticate(bearer(token))).rejects.toThrow(UnauthenticatedError);
  });

  it.each<[string, Claims]>([
    ['a tenant', { tenant: undefined }],
    ['roles', { roles: undefined }],
    ['roles that are a list', { roles: 'recruiter' }],
  ])('is refused without %s', async (_what, claims) => {
    await expect(authenticate(bearer(await userKey.sign(userClaims(claims))))).rejects.toThrow(UnauthenticatedError);
  });

  it('is refused where no issuer of people is configured', async () => {
    const onlyServices = createAuthenticator({ SERVICE_JWKS_FILE: createKeySetFile([serviceKey]).file });
    await expect(onlyServices(bearer(await userKey.sign(userClaims({}))))).rejects.toThrow(UnauthenticatedError);
  });

  it('cannot be judged while the issuer does not answer: that is nobody\'s fault', async () => {
    const token = await userKey.sign(userClaims({}));
    issuer.answer.status = 503;
    try {
      await expect(open(createKeySetFile([serviceKey]).file)(bearer(token))).rejects.toThrow(UnavailableError);
      const away = createAuthenticator({ SERVICE_JWKS_FILE: createKeySetFile([serviceKey]).file, USER_ISSUER, USER_JWKS_URL: 'http://127.0.0.1:1/jwks' });
      await expect(away(bearer(token))).rejects.toThrow(UnavailableError);
    } finally {
      issuer.answer.status = 200;
    }
  });
});

describe('the metadata "authorization"', () => {
  it.each([undefined, '', 'Bearer', 'Bearer a.b', 'Basic dXNlcjpwYXNz', 'Bearer a.b.c', 'Bearer a.b.c d', 'Bearer ..', 'Bearer 💥.💥.💥'])('is refused as %p', async (authorization) => {
    await expect(authenticate(authorization)).rejects.toThrow(UnauthenticatedError);
  });

  it('is never repeated in the refusal', async () => {
    const token = await serviceKey.sign(claimsOf({ aud: 'another', sub: 'a-secret-subject' }));
    const message = await authenticate(bearer(token)).then(() => '', String);
    expect(message).toContain('not valid');
    expect(message).not.toContain(token.slice(-20));
    expect(message).not.toContain('a-secret-subject');
  });
});

describe('the key set file of the services', () => {
  it('is read again when a token names a new key, and a key that was taken out is refused from then on', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    try {
      const next = await createTestKey('service-2');
      const keySet = createKeySetFile([serviceKey]);
      const rotated = open(keySet.file);
      const [before, after] = [await serviceKey.sign(claimsOf({})), await next.sign(claimsOf({}))];
      await expect(rotated(bearer(after))).rejects.toThrow(UnauthenticatedError);
      keySet.write([next]);
      jest.setSystemTime(Date.now() + 1_001);
      expect((await rotated(bearer(after))).subject).toBe('tester');
      await expect(rotated(bearer(before))).rejects.toThrow(UnauthenticatedError);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('access rules', () => {
  const caller = (roles: readonly Role[], tenantId?: string): Caller => ({ subject: 'somebody', roles, tenantId });

  it('let in one of the rule\'s roles, and nobody without a rule', () => {
    const rule = { roles: ['lead'], scope: 'platform' } as const;
    expect(() => requireAccess(caller(['recruiter', 'lead']), rule)).not.toThrow();
    expect(() => requireAccess(caller(['recruiter']), rule)).toThrow(ForbiddenError);
    expect(() => requireAccess(caller([]), rule)).toThrow(ForbiddenError);
    expect(() => requireAccess(caller(['service']), undefined)).toThrow(ForbiddenError);
  });

  it('want a tenant in the token of a call about a tenant', () => {
    const rule = { roles: ['service'], scope: 'tenant' } as const;
    expect(() => requireAccess(caller(['service'], 'acme'), rule)).not.toThrow();
    expect(() => requireAccess(caller(['service']), rule)).toThrow(ForbiddenError);
  });

  it('never let a person call what is about the installation as a whole, but the shared library', () => {
    const open = Object.entries(accessRules).filter(([, rule]) => rule?.scope === 'platform' && rule.roles.some((role) => role !== 'service'));
    expect(open.map(([path]) => path.replace(/.*\//, '')).sort()).toEqual(['GetProfiles', 'ImportProfiles']);
  });
});
