import { TenantState, type ConnectorServiceDefinition, type Tenant } from '@secondlook/contracts';

import { allPages } from './comparator';
import { NotFoundError } from './errors';
import { type GrpcClient } from './grpc/create-grpc-client';

/** How long an answer is used again. Removal is also announced by tenant.changed, on which `forget` is called. */
const REMEMBER_MS = 30_000;

export type TenantDirectory = ReturnType<typeof createTenantDirectory>;

/** The tenants, as the connector keeps them. Writers ask it before they write, so that nothing is kept of a removed tenant. */
export function createTenantDirectory(connector: GrpcClient<ConnectorServiceDefinition>) {
  const remembered = new Map<string, { tenant: Promise<Tenant>; untilMs: number }>();

  async function fetchTenant(tenantId: string): Promise<Tenant> {
    const { tenant } = await connector.getTenant({ tenantId });
    if (tenant?.state !== TenantState.ACTIVE) {
      throw new NotFoundError('There is no such tenant.');
    }
    return tenant;
  }

  const directory = {
    /** An active tenant. Throws NotFoundError for an unknown or removed one. */
    async get(tenantId: string): Promise<Tenant> {
      const held = remembered.get(tenantId);
      if (held !== undefined && Date.now() < held.untilMs) {
        return held.tenant;
      }
      const fetched = fetchTenant(tenantId);
      // While the connector is away, what it said last stands.
      const tenant = held === undefined ? fetched : fetched.catch((error: unknown) => (error instanceof NotFoundError ? Promise.reject(error) : held.tenant));
      remembered.set(tenantId, { tenant, untilMs: Date.now() + REMEMBER_MS });
      // A failed attempt is not remembered.
      tenant.catch(() => remembered.delete(tenantId));
      return tenant;
    },

    /** False for an unknown or removed tenant: its events are of no use. */
    async isActive(tenantId: string): Promise<boolean> {
      try {
        await directory.get(tenantId);
        return true;
      } catch (error) {
        if (error instanceof NotFoundError) {
          return false;
        }
        throw error;
      }
    },

    /** Ids of all tenants that are not removed. */
    async list(): Promise<string[]> {
      const ids: string[] = [];
      for await (const { tenantId, state } of allPages((pageToken) => connector.listTenants({ pageSize: 1_000, pageToken }), ({ tenants }) => tenants)) {
        if (state === TenantState.ACTIVE) {
          ids.push(tenantId);
        }
      }
      return ids;
    },

    forget(tenantId: string): void {
      remembered.delete(tenantId);
    },
  };
  return directory;
}
