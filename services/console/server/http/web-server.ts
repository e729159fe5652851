import { createServer, type Server } from 'node:http';

import { ForbiddenError, NotFoundError, UnauthenticatedError, UnavailableError, type Log, type Running } from '@secondlook/kit';
import express, { type NextFunction, type Request, type Response } from 'express';

import { type Config } from '../config';
import { type IngestionGateway } from '../gateways/ingestion';
import { type SearchGateway } from '../gateways/search';
import { type ConsoleMetrics } from '../metrics';
import { removeCookie } from '../sign-in/cookies';
import { type DevelopmentIssuer } from '../sign-in/development-issuer';
import { type FormTokens } from '../sign-in/form-tokens';
import { type Sessions } from '../sign-in/sessions';
import { createSignInRoutes } from '../sign-in/sign-in-routes';
import { createApiRoutes } from './api-routes';
import { createAttachmentRoutes } from './attachment-routes';
import { createHandlers } from './handle';
import { isForeign } from './own-origin';
import { createPageRoutes } from './page-routes';
import { securityHeaders } from './security-headers';
import { toRefusal } from './to-refusal';

export interface WebParts {
  readonly search: SearchGateway;
  readonly ingestion: IngestionGateway;
  readonly issuer: DevelopmentIssuer;
  readonly sessions: Sessions;
  readonly formTokens: FormTokens;
  readonly metrics: ConsoleMetrics;
  readonly log: Log;
  /** Where the built page is. */
  readonly webFolder: string;
}

/** A query of 10,000 code points travels in the address, at up to 12 bytes each. */
const MAX_HEADER_BYTES = 160 << 10;
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
/** A connection on which nothing moves, as when a download is left standing. */
const IDLE_MS = 120_000;

export async function startWebServer(parts: WebParts, { config, log, lifecycle }: Running<Config>): Promise<number> {
  const server = createWebServer(parts);
  const httpPort = await listen(server, config);
  lifecycle.onClose('web server', () => new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  }));
  log.info({ httpPort }, 'serving HTTP');
  return httpPort;
}

export function createWebServer(parts: WebParts): Server {
  const handlers = createHandlers(parts.sessions, parts.metrics);
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(securityHeaders);
  app.use(['/api', '/attachments', '/sign-in', '/sign-out'], refuseForeign);
  app.use('/api', createApiRoutes(parts, handlers));
  app.use('/attachments', createAttachmentRoutes(parts.ingestion, handlers));
  app.use(createPageRoutes(parts.webFolder));
  app.use(createSignInRoutes(parts, handlers));
  app.use(() => {
    throw new NotFoundError('There is nothing here.');
  });
  app.use(createErrorAnswer(parts.log));

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, app);
  server.timeout = IDLE_MS;
  return server;
}

function refuseForeign(request: Request, _response: Response, next: NextFunction): void {
  next(isForeign(request.method, request.headers) ? new ForbiddenError('Requests from other sites are refused.') : undefined);
}

function createErrorAnswer(log: Log) {
  // Express tells error handlers by their four parameters.
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    if (response.destroyed) {
      // The browser went away; what was asked for it was called off.
      return;
    }
    const { status, refusal, isDefect } = toRefusal(error);
    if (isDefect) {
      log.error({ err: error }, 'a request of a browser failed by a defect');
    } else if (error instanceof UnavailableError) {
      log.warn({ err: error }, 'a request of a browser cannot be answered for now');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof UnauthenticatedError) {
      removeCookie(request, response, 'session');
    }
    response.status(status);
    if (request.path.startsWith('/api/')) {
      response.json(refusal);
    } else if (status === 401) {
      // A person followed a link: the page is where to sign in.
      response.redirect(303, '/');
    } else {
      response.type('text/plain').send(`${refusal.message}\n`);
    }
  };
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
