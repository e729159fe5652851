import {
  ConnectorServiceDefinition,
  EnrichmentServiceDefinition,
  IngestionServiceDefinition,
  InsightsServiceDefinition,
  MatcherServiceDefinition,
  OpsServiceDefinition,
  SearchServiceDefinition,
  WebhookGatewayServiceDefinition,
  type ServiceName,
} from '@secondlook/contracts';
import { createGrpcClient, createLifecycle, createLog } from '@secondlook/kit';

/** gRPC clients of every service of a stack, as an outsider would make them. Calls say who calls: `{ authorization }`. */
export function createClients(addressOf: (service: ServiceName) => string) {
  const lifecycle = createLifecycle(createLog('stack', 'error'));
  const open = <Definition extends Parameters<typeof createGrpcClient>[0]>(definition: Definition, service: ServiceName) =>
    createGrpcClient(definition, addressOf(service), undefined, lifecycle);
  return {
    connector: open(ConnectorServiceDefinition, 'connector'),
    ingestion: open(IngestionServiceDefinition, 'ingestion'),
    matcher: open(MatcherServiceDefinition, 'matcher'),
    enrichment: open(EnrichmentServiceDefinition, 'enrichment'),
    search: open(SearchServiceDefinition, 'search'),
    insights: open(InsightsServiceDefinition, 'insights'),
    gateway: open(WebhookGatewayServiceDefinition, 'webhook-gateway'),
    opsOf: (service: ServiceName) => open(OpsServiceDefinition, service),
    close: () => lifecycle.stop(),
  };
}

export type Clients = ReturnType<typeof createClients>;
