import { readFileSync } from 'node:fs';

import { type Role } from '@secondlook/contracts';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JSONWebKeySet, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import { UnauthenticatedError, UnavailableError } from '../errors';
import { type Caller } from './caller';
import { AUDIENCE, SERVICE_ISSUER } from './service-identity';

export interface AuthenticatorSettings {
  readonly SERVICE_JWKS_FILE: string;
  readonly USER_ISSUER?: string | undefined;
  readonly USER_JWKS_URL?: string | undefined;
}

/** Verifies a bearer token. Throws UnauthenticatedError with a reason that holds nothing of the token. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Pinned: a token of any other algorithm is refused, whatever the key set offers. */
const SERVICE_ALGORITHMS = ['ES256'];
const USER_ALGORITHMS = ['RS256', 'ES256'];

const userRoles = ['recruiter', 'lead', 'integrations_admin', 'diversity_officer', 'auditor'] as const satisfies readonly Role[];
const tenant = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/);
const serviceClaims = z.object({ sub: z.string().min(1), tenant: tenant.optional() });
const userClaims = z.object({ sub: z.string().min(1), tenant, roles: z.array(z.string()) });

/**
 * People's tokens come from the configured issuer and never carry the role `service`; services sign their own, with a key of the
 * shared key set file.
 */
export function createAuthenticator(settings: AuthenticatorSettings): Authenticate {
  const serviceKeys = createFileKeySet(settings.SERVICE_JWKS_FILE);
  const userKeys = settings.USER_JWKS_URL === undefined ? undefined : createRemoteJWKSet(new URL(settings.USER_JWKS_URL), { timeoutDuration: 5_000 });

  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new UnauthenticatedError('Send the metadata "authorization: Bearer <token>".');
    }
    const issuer = issuerOf(token);
    if (issuer === SERVICE_ISSUER) {
      const { sub, tenant: tenantId } = parseClaims(serviceClaims, await verify(token, serviceKeys, SERVICE_ISSUER, SERVICE_ALGORITHMS));
      return { subject: sub, roles: ['service'], tenantId };
    }
    if (userKeys !== undefined && settings.USER_ISSUER !== undefined && issuer === settings.USER_ISSUER) {
      const { sub, tenant: tenantId, roles } = parseClaims(userClaims, await verify(token, userKeys, settings.USER_ISSUER, USER_ALGORITHMS));
      return { subject: sub, roles: userRoles.filter((role) => roles.includes(role)), tenantId };
    }
    throw new UnauthenticatedError('The token is of an unknown issuer.');
  };
}

function parseClaims<Claims>(shape: z.ZodType<Claims>, payload: JWTPayload): Claims {
  const parsed = shape.safeParse(payload);
  if (!parsed.success) {
    throw new UnauthenticatedError('The token lacks a subject, a tenant or roles, or has them in another shape.');
  }
  return parsed.data;
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new UnauthenticatedError('The token cannot be read.');
  }
}

/** How jose names an issuer that answers late, with another status than 200, or with no key set. */
const ISSUER_FAILS = new Set([errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code]);

async function verify(token: string, keys: JWTVerifyGetKey, issuer: string, algorithms: string[]): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience: AUDIENCE, algorithms, requiredClaims: ['exp', 'sub'], clockTolerance: 5 });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || ISSUER_FAILS.has(error.code)) {
      throw new UnavailableError('The keys of the issuer cannot be had.', { cause: error });
    }
    throw new UnauthenticatedError(error instanceof errors.JWTExpired ? 'The token has expired.' : 'The token is not valid.', { cause: error });
  }
}

/** Reads the file again when a token names a key it does not know, at most once a second: services' keys are rotated in place. */
function createFileKeySet(file: string): JWTVerifyGetKey {
  const read = () => createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet);
  let keys = read();
  let readAtMs = Date.now();
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - readAtMs < 1_000) {
        throw error;
      }
      keys = read();
      readAtMs = Date.now();
      return keys(header, token);
    }
  };
}
