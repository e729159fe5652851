import { createHmac } from 'node:crypto';

export type EntityKind = 'candidate' | 'job' | 'attachment';

/** Makes a connection's opaque ids. Ingestion alone computes ids; everybody else gets them from here. */
export type OpaqueIds = (kind: EntityKind, externalId: string) => string;

const ID_HEX_DIGITS = 32;

/** `id = HMAC(tenant's id key, connection | kind | external id)`: 128 bits of it, lower-case hex. */
export function createOpaqueIds(idKey: Buffer, connectionId: string): OpaqueIds {
  return (kind, externalId) =>
    createHmac('sha256', idKey)
      // JSON, so that no external id can be read as another connection or kind.
      .update(JSON.stringify([connectionId, kind, externalId]))
      .digest('hex')
      .slice(0, ID_HEX_DIGITS);
}
