import { randomUUID } from 'node:crypto';

import { events, SHARED, TenantState, type Tenant } from '@secondlook/contracts';
import { createDataKey, NotFoundError, sealPurposes, type Announcer, type Sealer } from '@secondlook/kit';
import { type Db } from 'mongodb';

export interface TenantDocument {
  readonly _id: string;
  readonly version: number;
  readonly state: 'active' | 'removed';
  readonly displayName: string;
  readonly createdTime: Date;
  readonly wrappedDataKey: string;
  readonly wrappedIdKey: string;
  /** Names the write that made it: of two that create the same tenant at once, one wins. */
  readonly createdBy: string;
}

export type Tenants = ReturnType<typeof createTenants>;

export function createTenants(database: Db, announcer: Announcer, keyEncryption: Sealer, now: () => Date) {
  const tenants = database.collection<TenantDocument>('tenants');

  async function find(tenantId: string): Promise<TenantDocument | undefined> {
    return (await tenants.findOne({ _id: tenantId })) ?? undefined;
  }

  async function get(tenantId: string): Promise<TenantDocument> {
    const tenant = await find(tenantId);
    if (tenant === undefined) {
      throw new NotFoundError('There is no such tenant.');
    }
    return tenant;
  }

  /** Also tells the others. */
  async function write(id: string, version: number, deleted: boolean, cause: string, perform: () => Promise<boolean>): Promise<void> {
    await announcer.announcing(events.tenantChanged, SHARED, [{ id, version, deleted, cause }], async () => new Set((await perform()) ? [id] : []));
  }

  return {
    find,

    /** Creates the tenant with keys of its own, or returns the one there is. */
    async create(tenantId: string, displayName: string): Promise<TenantDocument> {
      if ((await find(tenantId)) === undefined) {
        const document: TenantDocument = {
          _id: tenantId,
          version: 1,
          state: 'active',
          displayName,
          createdTime: now(),
          wrappedDataKey: keyEncryption.seal(createDataKey(), sealPurposes.tenantDataKey),
          wrappedIdKey: keyEncryption.seal(createDataKey(), sealPurposes.tenantIdKey),
          createdBy: randomUUID(),
        };
        const { _id, ...fields } = document;
        await write(tenantId, 1, false, 'created', async () => {
          await tenants.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
          return true;
        });
      }
      return get(tenantId);
    },

    get,

    /** An active tenant, for calls about it. The same error for one that is removed. */
    async requireActive(tenantId: string): Promise<TenantDocument> {
      const tenant = await get(tenantId);
      if (tenant.state === 'removed') {
        throw new NotFoundError('There is no such tenant.');
      }
      return tenant;
    },

    /** In order of id. */
    async list(afterId: string | undefined, limit: number): Promise<TenantDocument[]> {
      return tenants.find(afterId === undefined ? {} : { _id: { $gt: afterId } }).sort({ _id: 1 }).limit(limit).toArray();
    },

    async remove(tenantId: string): Promise<void> {
      const { version, state } = await get(tenantId);
      if (state === 'active') {
        await write(tenantId, version + 1, true, 'removed', async () => {
          await tenants.updateOne({ _id: tenantId, version }, { $set: { state: 'removed', version: version + 1 } });
          return true;
        });
      }
    },

    /** Of a removed tenant nothing can be opened any more: called once its last connection is gone, which needed its credential. */
    async destroyKeys(tenantId: string): Promise<void> {
      const { version, state } = await get(tenantId);
      if (state === 'removed') {
        await tenants.updateOne({ _id: tenantId, version }, { $set: { wrappedDataKey: '', wrappedIdKey: '' } });
      }
    },

    /** For the announcement relay. */
    async currentVersions(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const found = await tenants.find({ _id: { $in: [...ids] } }).toArray();
      return new Map(found.map(({ _id, version }) => [_id, version]));
    },

    openDataKey: ({ wrappedDataKey }: Pick<TenantDocument, 'wrappedDataKey'>) => keyEncryption.open(wrappedDataKey, sealPurposes.tenantDataKey),
  };
}

export function toTenant({ _id, displayName, state, createdTime, wrappedDataKey, wrappedIdKey }: TenantDocument): Tenant {
  return { tenantId: _id, displayName, state: state === 'active' ? TenantState.ACTIVE : TenantState.REMOVED, createdTime, wrappedDataKey, wrappedIdKey };
}
