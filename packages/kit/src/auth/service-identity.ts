import { readFileSync } from 'node:fs';

import { importJWK, SignJWT, type JWK } from 'jose';

export const SERVICE_ISSUER = 'secondlook-services';
export const AUDIENCE = 'secondlook';

const LIFETIME_SECONDS = 300;
/** A token is used again until this long before it expires. */
const RENEW_BEFORE_MS = 60_000;

/** How a service says who it is: short tokens signed with its own key, about one tenant or about none. */
export interface ServiceIdentity {
  token(tenantId: string | undefined): Promise<string>;
}

export function createServiceIdentity(service: string, keyFile: string): ServiceIdentity {
  const jwk = JSON.parse(readFileSync(keyFile, 'utf8')) as JWK;
  const key = importJWK(jwk, 'ES256');
  const cached = new Map<string | undefined, { token: string; renewAtMs: number }>();

  async function sign(tenantId: string | undefined): Promise<string> {
    return new SignJWT(tenantId === undefined ? {} : { tenant: tenantId })
      .setProtectedHeader({ alg: 'ES256', ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
      .setIssuer(SERVICE_ISSUER)
      .setSubject(service)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(await key);
  }

  return {
    async token(tenantId) {
      const held = cached.get(tenantId);
      if (held !== undefined && Date.now() < held.renewAtMs) {
        return held.token;
      }
      const token = await sign(tenantId);
      cached.set(tenantId, { token, renewAtMs: Date.now() + LIFETIME_SECONDS * 1_000 - RENEW_BEFORE_MS });
      return token;
    },
  };
}
