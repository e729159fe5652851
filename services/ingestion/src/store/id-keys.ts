import { sealPurposes, type Sealer, type TenantDirectory } from '@secondlook/kit';

/** The key each tenant's opaque ids are made with. Unwrapped here, kept in memory only. */
export type IdKeys = ReturnType<typeof createIdKeys>;

export function createIdKeys(directory: TenantDirectory, keyEncryption: Sealer) {
  return {
    /** Throws NotFoundError for an unknown or removed tenant: so nothing is written for one. */
    async get(tenantId: string): Promise<Buffer> {
      const { wrappedIdKey } = await directory.get(tenantId);
      return keyEncryption.open(wrappedIdKey, sealPurposes.tenantIdKey);
    },
  };
}
