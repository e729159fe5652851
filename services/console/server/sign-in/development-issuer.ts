import { InvalidInputError, UnauthenticatedError, UnavailableError, type Authenticate } from '@secondlook/kit';
import { z } from 'zod';

import { type SampleUser } from '../http/answers';
import { type Session } from './sessions';

const TIMEOUT_MS = 5_000;

const usersShape = z.object({
  users: z.array(z.object({ user_id: z.string(), display_name: z.string(), tenant: z.string(), role: z.string() })),
});
const tokenShape = z.object({ access_token: z.string() });
const claimsShape = z.object({ exp: z.number() });

export type DevelopmentIssuer = ReturnType<typeof createDevelopmentIssuer>;

/** The identity provider of a development installation: it lists sample users and vouches for whichever of them is chosen. */
export function createDevelopmentIssuer(url: string, authenticate: Authenticate) {
  async function ask<Shape extends z.ZodType>(method: 'GET' | 'POST', path: string, shape: Shape): Promise<z.infer<Shape> | undefined> {
    try {
      const response = await fetch(new URL(path, url), { method, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      return response.status === 404 ? undefined : shape.parse(await response.json());
    } catch (error) {
      throw new UnavailableError('The identity provider does not answer as it should.', { cause: error });
    }
  }

  async function listUsers(): Promise<SampleUser[]> {
    const { users } = (await ask('GET', '/users', usersShape)) ?? { users: [] };
    return users.map(({ user_id: userId, display_name: displayName, tenant: tenantId, role }) => ({ userId, displayName, tenantId, role }));
  }

  return {
    listUsers,

    /** Throws InvalidInputError for somebody who is no sample user. */
    async signIn(userId: string): Promise<Session> {
      const user = (await listUsers()).find((one) => one.userId === userId);
      const answer = user && (await ask('POST', `/token?${new URLSearchParams({ user_id: userId }).toString()}`, tokenShape));
      if (user === undefined || answer === undefined) {
        throw new InvalidInputError([{ field: 'userId', description: 'There is no such sample user.' }]);
      }
      const { access_token: token } = answer;
      const { roles, tenantId = '' } = await authenticate(`Bearer ${token}`).catch((error: unknown) => {
        throw error instanceof UnauthenticatedError ? new UnavailableError('The identity provider gives tokens that nobody accepts.', { cause: error }) : error;
      });
      return { token, expiresAtMs: expiryOf(token), displayName: user.displayName, tenantId, roles: [...roles] };
    },
  };
}

/** Of a token that was verified. */
function expiryOf(token: string): number {
  const [, payload = ''] = token.split('.');
  return claimsShape.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())).exp * 1_000;
}
