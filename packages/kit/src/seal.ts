import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { SettingsError } from './errors';

/**
 * Envelope encryption. The installation's key-encryption key wraps each tenant's data key; the data key seals that tenant's
 * secrets. A sealed text is `<key id>.<iv>.<tag>.<ciphertext>`, base64url; AES-256-GCM, with the purpose as additional data, so
 * that a text sealed for one purpose cannot be opened for another.
 */
export interface Sealer {
  seal(plain: Buffer, purpose: string): string;
  open(sealed: string, purpose: string): Buffer;
}

/** What texts are sealed for. */
export const sealPurposes = {
  tenantDataKey: 'tenant data key',
  tenantIdKey: 'tenant id key',
  connectionToken: 'connection token',
  webhookSigningKey: 'webhook signing key',
} as const;

const KEY_BYTES = 32;
const IV_BYTES = 12;

export function createSealer(keys: readonly { id: string; key: Buffer }[]): Sealer {
  const [current] = keys;
  if (current === undefined) {
    throw new SettingsError('No key to seal with.');
  }
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    seal(plain, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(purpose));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      return [current.id, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.');
    },
    open(sealed, purpose) {
      const [id = '', iv = '', tag = '', ciphertext = ''] = sealed.split('.');
      const key = byId.get(id);
      if (key === undefined) {
        throw new SettingsError(`A secret was sealed with key "${id}", which is not configured.`);
      }
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]);
    },
  };
}

/** Parses `KEY_ENCRYPTION_KEYS`: `id:base64` of 32 bytes, the current key first. */
export function createKeyEncryption(setting: string): Sealer {
  const keys = setting.split(',').map((entry) => {
    const [id = '', base64 = ''] = entry.trim().split(':');
    return { id, key: Buffer.from(base64, 'base64') };
  });
  const areGood = keys.every(({ id, key }) => /^[\w-]+$/.test(id) && key.length === KEY_BYTES);
  // Of two keys with one id, one would seal and the other open.
  if (!areGood || new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new SettingsError('KEY_ENCRYPTION_KEYS: each entry must be id:base64 of 32 bytes, each id once.');
  }
  return createSealer(keys);
}

export function createDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Seals with one tenant's data key. */
export function createTenantSealer(dataKey: Buffer): Sealer {
  return createSealer([{ id: 't', key: dataKey }]);
}
