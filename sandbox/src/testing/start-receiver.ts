import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** Notifications so far are at least so many, or the deadline has passed. */
  waitFor(count: number): Promise<readonly ReceivedCall[]>;
  close(): Promise<void>;
}

export type Respond = (call: ReceivedCall, index: number, response: ServerResponse) => void;

const accept: Respond = (_call, _index, response) => response.writeHead(202).end();

/** For tests: a subscriber that shakes hands and answers notifications as told. */
export const startReceiver = async (respond: Respond = accept, deadlineMs = 2500): Promise<Receiver> => {
  const calls: ReceivedCall[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const secret = request.headers['x-hook-secret'];
    if (typeof secret === 'string') {
      response.writeHead(200, { 'X-Hook-Secret': secret }).end();
      return;
    }
    const call = { headers: request.headers, body, at: performance.now() };
    calls.push(call);
    respond(call, calls.length - 1, response);
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port ?? 0}/callback`,
    calls,
    waitFor: async (count) => {
      const deadline = performance.now() + deadlineMs;
      while (calls.length < count && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
      return calls;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
