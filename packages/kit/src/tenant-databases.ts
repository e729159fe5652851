import { type Db, type MongoClient } from 'mongodb';

/**
 * One database per service and tenant: `<service>_<tenant>`. Tenants are separated in the engine, not by a filter. A database's
 * indexes are ensured when it is first used, so creating a tenant needs no step of its own.
 */
export interface TenantDatabases {
  /** The tenant's database, indexes ensured. */
  open(tenantId: string): Promise<Db>;
  /** The tenants that have one. */
  list(): Promise<string[]>;
  /** Drops a tenant's database. Succeeds when absent. */
  drop(tenantId: string): Promise<void>;
}

export function createTenantDatabases(client: MongoClient, service: string, ensureIndexes: (database: Db) => Promise<void>): TenantDatabases {
  const prefix = `${service.replaceAll('-', '_')}_`;
  const opened = new Map<string, Promise<Db>>();

  async function ensure(tenantId: string): Promise<Db> {
    const database = client.db(prefix + tenantId);
    await ensureIndexes(database);
    return database;
  }

  return {
    open(tenantId) {
      const open = opened.get(tenantId) ?? ensure(tenantId);
      opened.set(tenantId, open);
      // A failed attempt is not remembered.
      open.catch(() => opened.delete(tenantId));
      return open;
    },
    async list() {
      const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
      return databases.map(({ name }) => name).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)).sort();
    },
    async drop(tenantId) {
      opened.delete(tenantId);
      await client.db(prefix + tenantId).dropDatabase();
    },
  };
}

/** The unique index that makes a write conditional on `_id` and this field a keyed one, on every engine. */
export async function ensureConditionIndex(database: Db, collection: string, field: string): Promise<void> {
  await database.collection(collection).createIndex({ _id: 1, [field]: 1 }, { unique: true }, {});
}
