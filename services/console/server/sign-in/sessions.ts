import { type Sealer } from '@secondlook/kit';
import { z } from 'zod';

/** What the session cookie holds, sealed: nothing is kept on the server, so that any replica knows any session. */
const shape = z.object({
  /** The person's own token, forwarded on every call. */
  token: z.string().min(1),
  expiresAtMs: z.number(),
  displayName: z.string(),
  tenantId: z.string(),
  roles: z.array(z.string()),
});

export type Session = z.infer<typeof shape>;

const PURPOSE = 'console session';

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(sealer: Sealer, now: () => number) {
  return {
    seal: (session: Session): string => sealer.seal(Buffer.from(JSON.stringify(session)), PURPOSE),

    /** Undefined for a session that is absent, expired, or not one of ours. */
    open(sealed: string | undefined): Session | undefined {
      const session = sealed === undefined ? undefined : parse(sealed);
      return session !== undefined && now() < session.expiresAtMs ? session : undefined;
    },
  };

  function parse(sealed: string): Session | undefined {
    try {
      return shape.safeParse(JSON.parse(sealer.open(sealed, PURPOSE).toString())).data;
    } catch {
      return undefined;
    }
  }
}
