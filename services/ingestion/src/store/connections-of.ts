import { type ConnectorServiceDefinition } from '@secondlook/contracts';
import { allPages, type GrpcClient } from '@secondlook/kit';

/** The connections a tenant has, as the connector knows them. */
export function createConnectionsOf(connector: GrpcClient<ConnectorServiceDefinition>) {
  return async (tenantId: string): Promise<ReadonlySet<string>> => {
    const connectionIds = new Set<string>();
    for await (const { connectionId } of allPages((pageToken) => connector.listConnections({ pageToken }, { tenantId }), ({ connections }) => connections)) {
      connectionIds.add(connectionId);
    }
    return connectionIds;
  };
}
