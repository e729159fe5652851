import { randomBytes } from 'node:crypto';

import { createSealer } from '@secondlook/kit';
import { describe, expect, it } from '@jest/globals';

import { createFormTokens } from './form-tokens';
import { createSessions } from './sessions';

const NOW_MS = 1_800_000_000_000;
const session = { token: 'a.b.c', expiresAtMs: NOW_MS + 1_000, displayName: 'Rosa', tenantId: 'acme', roles: ['recruiter'] };
const key = { id: 'k1', key: randomBytes(32) };
const sealer = createSealer([key]);
const at = (nowMs: number) => createSessions(sealer, () => nowMs);

describe('a session', () => {
  it('is known to whoever has the key', () => {
    expect(at(NOW_MS).open(createSessions(createSealer([key]), () => NOW_MS).seal(session))).toEqual(session);
  });

  it('ends when the token in it does', () => {
    const sealed = at(NOW_MS).seal(session);
    expect(at(session.expiresAtMs - 1).open(sealed)).toEqual(session);
    expect(at(session.expiresAtMs).open(sealed)).toBeUndefined();
  });

  it('shows nothing of what is in it', () => {
    const sealed = at(NOW_MS).seal(session);
    expect(Buffer.from(sealed, 'base64url').toString('latin1') + sealed).not.toMatch(/acme|Rosa|a\.b\.c/);
  });

  it('of anybody else\'s making is none', () => {
    const sealed = at(NOW_MS).seal(session);
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    const foreign = createSessions(createSealer([{ id: 'k1', key: randomBytes(32) }]), () => NOW_MS).seal(session);
    expect([undefined, '', 'x', changed, foreign, JSON.stringify(session)].map(at(NOW_MS).open)).toEqual(Array(6).fill(undefined));
  });

  it('cannot be made of a form token, though the same key seals both', () => {
    expect(at(NOW_MS).open(createFormTokens(sealer, () => NOW_MS).create('visitor'))).toBeUndefined();
  });
});
