import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createOpaqueIds } from './opaque-id';

describe('an opaque id', () => {
  const idKey = Buffer.alloc(32, 1);

  it('is the same for the same entity of the same connection, and no other', () => {
    const named = fc.tuple(fc.string(), fc.constantFrom('candidate' as const, 'job' as const), fc.string());
    fc.assert(
      fc.property(named, named, (a, b) => {
        const idOf = ([connection, kind, externalId]: typeof a) => createOpaqueIds(idKey, connection)(kind, externalId);
        expect(idOf(a)).toMatch(/^[0-9a-f]{32}$/);
        expect(idOf(a) === idOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('is another one under another tenant\'s key', () => {
    expect(createOpaqueIds(idKey, 'k')('job', '1')).not.toBe(createOpaqueIds(Buffer.alloc(32, 2), 'k')('job', '1'));
  });
});
