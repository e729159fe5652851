import { createServer, type IncomingMessage } from 'node:http';

import { userRoles, type Identities, type UserRole } from './identities';

/**
 * The identity provider of a local stack: its keys at /jwks, its sample users at /users, and a token for whoever asks at /token.
 * It asks for no password and listens on loopback only.
 */
export interface DevelopmentIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  token(tenantId: string, role: UserRole): Promise<string>;
  close(): Promise<void>;
}

interface SampleUser {
  readonly user_id: string;
  readonly display_name: string;
  readonly tenant: string;
  readonly role: UserRole;
}

export async function startDevelopmentIssuer(identities: Identities, tenants: readonly string[], port: number): Promise<DevelopmentIssuer> {
  const issuer = `http://127.0.0.1:${port}`;
  const users: SampleUser[] = tenants.flatMap((tenant) =>
    userRoles.map((role) => ({ user_id: `${tenant}-${role}`, display_name: `${role.replaceAll('_', ' ')} of ${tenant}`, tenant, role })),
  );
  const tokenOf = ({ tenant, role, user_id: subject }: SampleUser) => identities.userToken(issuer, tenant, role, subject);

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    if (pathname === '/jwks') {
      return { status: 200, body: identities.issuerJwks };
    }
    if (pathname === '/users') {
      return { status: 200, body: { users } };
    }
    const user = users.find(({ user_id: id }) => id === searchParams.get('user_id'));
    if (pathname === '/token' && request.method === 'POST' && user !== undefined) {
      return { status: 200, body: { access_token: await tokenOf(user), token_type: 'Bearer' } };
    }
    return { status: 404, body: { error: 'try /jwks, /users, or POST /token?user_id=…' } };
  }

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    token: (tenant, role) => tokenOf({ user_id: `${tenant}-${role}`, display_name: '', tenant, role }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
