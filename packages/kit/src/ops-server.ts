import { createServer } from 'node:http';

import { type Lifecycle } from './lifecycle';
import { type Metrics } from './metrics';

/** What the ops port tells the cluster. Liveness never asks dependencies: restarting us would not mend them. */
export interface Readiness {
  /** The process has started and may be sent requests. */
  isReady(): boolean;
  becomeReady(): void;
}

export function createReadiness(stopping: AbortSignal): Readiness {
  let started = false;
  return {
    isReady: () => started && !stopping.aborted,
    becomeReady: () => {
      started = true;
    },
  };
}

/** Serves /live, /ready and /metrics. Returns the port. */
export async function startOpsServer(
  { host, port }: { host: string; port: number },
  readiness: Readiness,
  metrics: Metrics,
  lifecycle: Lifecycle,
): Promise<number> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.url === '/live') {
      answer(200, 'live\n');
    } else if (request.url === '/ready') {
      answer(readiness.isReady() ? 200 : 503, readiness.isReady() ? 'ready\n' : 'not ready\n');
    } else if (request.url === '/metrics') {
      metrics.render().then(
        (text) => answer(200, text, 'text/plain; version=0.0.4; charset=utf-8'),
        () => answer(500, 'metrics failed\n'),
      );
    } else {
      answer(404, 'try /live, /ready or /metrics\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  lifecycle.onClose('ops server', () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  }));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
