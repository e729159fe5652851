import { createServer, type Server } from 'node:http';

import { events } from '@secondlook/contracts';
import { currentTraceparent, inSpan, SpanKind, withDeadline, type Publisher, type Running } from '@secondlook/kit';
import express, { type NextFunction, type Request, type Response } from 'express';

import { type Config } from '../config';
import { decideDelivery, MAX_BODY_BYTES } from '../domain/decide-delivery';
import { type GatewayMetrics } from '../metrics';
import { type CallbackDocument, type Callbacks } from '../store/callbacks';
import { deliveryIdOf, type Inbox } from '../store/inbox';

/** The source gives up after 5 s; better it hears before that that it should come again. */
const ANSWER_MS = 4_000;

interface Parts {
  readonly callbacks: Callbacks;
  readonly inbox: Inbox;
  readonly publisher: Publisher;
  readonly metrics: GatewayMetrics;
}

/** The only door for other people's HTTP. 202 only after the durable write; anything else gets a short reason, and nothing is kept. */
export async function startWebhookServer(parts: Parts, running: Running<Config>): Promise<number> {
  const { config, log, lifecycle } = running;
  const app = express();
  app.disable('x-powered-by');
  app.use(express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false }));
  app.post('/webhooks/:source/:path', async (request, response) => {
    await inSpan('receive webhook', { kind: SpanKind.SERVER }, () => receive(request, response));
  });
  app.use((_request: Request, response: Response) => refuse(response, 404, 'POST to a callback'));
  // Express tells error handlers by their four parameters.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOf(error);
    if (status >= 500) {
      log.warn({ err: error }, 'a webhook could not be kept');
    }
    refuse(response, status, status >= 500 ? 'try again' : 'unreadable request');
  });

  async function receive(request: Request<{ source: string; path: string }>, response: Response): Promise<void> {
    const { source, path } = request.params;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const callback = await findCallback(source, path);
    const decision = decideDelivery({ body, headers: request.headers }, callback && toKnown(callback), Date.now());
    if (decision.action === 'refuse' || callback === undefined) {
      refuse(response, decision.action === 'refuse' ? decision.status : 404, decision.action === 'refuse' ? decision.reason : 'no such callback');
      return;
    }
    if (decision.action === 'echo') {
      parts.metrics.webhookAnswered('handshake');
      response.status(200).set('X-Hook-Secret', decision.secret).end();
      return;
    }
    const { eventId, eventName } = decision;
    const { tenantId, connectionId } = callback;
    const delivery = { path, eventId, eventName, tenantId, connectionId, body, traceparent: currentTraceparent() ?? '' };
    const state = await withDeadline(parts.inbox.keep(delivery), ANSWER_MS, () => new Error('the inbox is too slow'));
    parts.metrics.webhookAnswered('kept');
    response.status(202).end();
    if (state !== 'closed') {
      await announce(tenantId, deliveryIdOf(path, eventId), eventName);
    }
  }

  /** Losing this loses nothing: the connector also looks for what is open. */
  async function announce(tenantId: string, id: string, cause: string): Promise<void> {
    const doorbell = { id, version: 1, deleted: false, cause, traceparent: currentTraceparent() };
    await parts.publisher.publish(events.webhookReceived, tenantId, [doorbell]).catch((error: unknown) => log.warn({ err: error }, 'a delivery could not be announced'));
  }

  async function findCallback(source: string, path: string): Promise<CallbackDocument | undefined> {
    const callback = await withDeadline(parts.callbacks.find(path), ANSWER_MS, () => new Error('the callbacks are too slow'));
    return callback?.source === source ? callback : undefined;
  }

  function toKnown(callback: CallbackDocument) {
    return { signingKeys: parts.callbacks.openSigningKeys(callback), activationPendingUntil: callback.activationPendingUntil };
  }

  function refuse(response: Response, status: number, reason: string): void {
    parts.metrics.webhookAnswered(String(status));
    response.status(status).type('text/plain').send(`${reason}\n`);
  }

  const server = createServer(app);
  // Slow senders are cut: a delivery is a few hundred bytes.
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  const port = await listen(server, config);
  lifecycle.onClose('webhook server', () => new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  }));
  return port;
}

function listen(server: Server, { LISTEN_HOST, HTTP_PORT }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(HTTP_PORT, LISTEN_HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : HTTP_PORT);
    });
  });
}

/** body-parser's errors carry the status they mean; anything else is ours, and the source should come again. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 503;
  return status >= 400 && status < 500 ? status : 503;
}
