import type * as sdkNode from '@opentelemetry/sdk-node';

type SdkNode = typeof sdkNode;

/**
 * Loaded before everything else (`node --require`). Off unless the standard OTEL_* variables name an exporter; then the SDK reads
 * everything else from them too. Not loading the SDK otherwise saves each process some 30 MB.
 */
// eslint-disable-next-line no-restricted-properties -- the preload runs before any configuration exists, and OTEL_* is a standard
const environment = process.env;
const endpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

if (endpoint !== undefined && endpoint !== '' && environment['OTEL_SDK_DISABLED'] !== 'true') {
  // Metrics are scraped from the ops port and logs are read from standard output: only traces are pushed.
  environment['OTEL_METRICS_EXPORTER'] ??= 'none';
  environment['OTEL_LOGS_EXPORTER'] ??= 'none';
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where tracing is on, and before anything else
  const { NodeSDK } = require('@opentelemetry/sdk-node') as SdkNode;
  const sdk = new NodeSDK({ instrumentations: [] });
  sdk.start();
  process.once('beforeExit', () => {
    void sdk.shutdown();
  });
}
