import { randomBytes } from 'node:crypto';

import { createSealer } from '@secondlook/kit';
import { describe, expect, it } from '@jest/globals';

import { createFormTokens } from './form-tokens';
import { createSessions } from './sessions';

const HOUR_MS = 3_600_000;
const sealer = createSealer([{ id: 'k1', key: randomBytes(32) }]);
const at = (nowMs: number) => createFormTokens(sealer, () => nowMs);
const token = at(0).create('browser-1');

describe('a form token', () => {
  it('is good in the browser it was made for', () => {
    expect(at(0).isValid(token, 'browser-1')).toBe(true);
  });

  it('is no good in another browser, or in one without a visitor cookie', () => {
    expect(at(0).isValid(token, 'browser-2')).toBe(false);
    expect(at(0).isValid(token, undefined)).toBe(false);
  });

  it('is good for twelve hours', () => {
    expect(at(12 * HOUR_MS - 1).isValid(token, 'browser-1')).toBe(true);
    expect(at(12 * HOUR_MS).isValid(token, 'browser-1')).toBe(false);
  });

  it.each(['', 'x', 'k1.a.b.c', `${token}x.`])('that was not made here is no good: %j', (other) => {
    expect(at(0).isValid(other, 'browser-1')).toBe(false);
  });

  it('cannot be made of a session, though the same key seals both', () => {
    const sealed = createSessions(sealer, () => 0).seal({ token: 't', expiresAtMs: HOUR_MS, displayName: '', tenantId: 'acme', roles: [] });
    expect(at(0).isValid(sealed, 'browser-1')).toBe(false);
  });
});
