import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../domain/errors';
import { parseJson, type Json } from '../domain/json';
import { toErrorAnswer } from './error-answer';
import { type Answer, type Exchange } from './exchange';

const MAXIMUM_BODY_BYTES = 64 * 1024 * 1024;
const CLOSE_DEADLINE_MS = 2000;

const readJson = async (request: IncomingMessage): Promise<Json | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > MAXIMUM_BODY_BYTES) {
    throw new ApiError(413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${MAXIMUM_BODY_BYTES} bytes`);
  }
  const body = await text(request);
  return body.trim() === '' ? undefined : parseJson(body);
};

const toExchange = (request: IncomingMessage, response: ServerResponse): Exchange => {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers: request.headers,
    readJson: () => readJson(request),
    onClosed: (listener) => void response.once('close', listener),
  };
};

/** On purpose: cuts the connection, before or within the content, or keeps the reader waiting for the end. */
const endBadly = async (response: ServerResponse, content: Buffer | undefined, ending: NonNullable<Answer['ending']>): Promise<void> => {
  if (ending.kind === 'late') {
    response.write(content ?? '');
    await sleep(ending.ms, undefined, { ref: false });
    response.end();
    return;
  }
  const half = content?.subarray(0, content.length / 2);
  if (ending.isHalfSent && half !== undefined && half.length > 0) await new Promise((resolve) => response.write(half, resolve));
  response.socket?.resetAndDestroy();
};

const write = async (response: ServerResponse, answer: Answer): Promise<void> => {
  const json = answer.json === undefined ? undefined : Buffer.from(JSON.stringify(answer.json), 'utf8');
  const content = answer.bytes?.content ?? json;
  const contentType = answer.bytes?.contentType ?? (answer.lines === undefined ? 'application/json;charset=utf-8' : 'application/x-ndjson');
  const hasBody = content !== undefined || answer.lines !== undefined;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(hasBody ? { 'Content-Type': contentType } : {}),
    // An answer that ends late goes in chunks: with a length nobody would wait for its end.
    ...(content === undefined || answer.ending?.kind === 'late' ? {} : { 'Content-Length': content.length }),
  });
  if (answer.ending !== undefined) await endBadly(response, content, answer.ending);
  else if (answer.lines === undefined) response.end(content);
  else await pipeline(Readable.from(answer.lines), response);
};

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on the loopback interface only: the sandbox is nobody else's business. */
export const startHttpServer = async (port: number, answer: (exchange: Exchange) => Promise<Answer>): Promise<HttpServer> => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answered = await answer(toExchange(request, response)).catch(toErrorAnswer);
    // A reader that went away while lines were written is no one's fault.
    await write(response, answered).catch(() => response.destroy());
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_DEADLINE_MS);
        server.close((error) => {
          clearTimeout(deadline);
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeIdleConnections();
      }),
  };
};
