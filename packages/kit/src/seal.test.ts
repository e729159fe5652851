import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SettingsError } from './errors';
import { createDataKey, createKeyEncryption, createTenantSealer, sealPurposes } from './seal';

const keyOf = (id: string) => `${id}:${createDataKey().toString('base64')}`;
const purpose = sealPurposes.connectionToken;

describe('a sealed secret', () => {
  it('opens to what was sealed and never looks like it, nor twice the same', () => {
    const sealer = createTenantSealer(createDataKey());
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const plain = Buffer.from(bytes);
        const sealed = sealer.seal(plain, purpose);
        expect(sealer.open(sealed, purpose)).toEqual(plain);
        expect(sealer.seal(plain, purpose)).not.toBe(sealed);
      }),
    );
  });

  it('does not open for another purpose, with another key, or changed anywhere', () => {
    const sealer = createTenantSealer(createDataKey());
    const sealed = sealer.seal(Buffer.from('token'), purpose);
    expect(() => sealer.open(sealed, sealPurposes.webhookSigningKey)).toThrow();
    expect(() => createTenantSealer(createDataKey()).open(sealed, purpose)).toThrow();
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), (at) => {
        const changed = `${sealed.slice(0, at)}${sealed.charAt(at) === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
        // The last digits of a part may hold bits that no byte is made of.
        fc.pre(at + 1 < sealed.length && sealed.charAt(at + 1) !== '.');
        expect(() => sealer.open(changed, purpose)).toThrow();
      }),
    );
    expect(() => sealer.open('', purpose)).toThrow(SettingsError);
  });
});

describe('key-encryption keys', () => {
  it('rotate without downtime: the first seals, all of them open', () => {
    const [old, next] = [keyOf('2025'), keyOf('2026')];
    const sealed = createKeyEncryption(old).seal(Buffer.from('data key'), sealPurposes.tenantDataKey);
    const rotated = createKeyEncryption(`${next}, ${old}`);
    expect(rotated.open(sealed, sealPurposes.tenantDataKey).toString()).toBe('data key');
    const resealed = rotated.seal(Buffer.from('data key'), sealPurposes.tenantDataKey);
    expect(createKeyEncryption(next).open(resealed, sealPurposes.tenantDataKey).toString()).toBe('data key');
    expect(() => createKeyEncryption(next).open(sealed, sealPurposes.tenantDataKey)).toThrow('"2025"');
  });

  it.each(['', 'k', 'k:', `k:${Buffer.alloc(31).toString('base64')}`, `a.b:${Buffer.alloc(32).toString('base64')}`, `${keyOf('a')},${keyOf('a')}`])('are refused without being quoted when they are no keys: %#', (setting) => {
    expect(() => createKeyEncryption(setting)).toThrow(SettingsError);
    expect(() => createKeyEncryption(setting)).toThrow(/^KEY_ENCRYPTION_KEYS: each entry must be id:base64 of 32 bytes, each id once\.$/);
  });
});
