import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface CallbackReply {
  /** 0 when there was no answer in time. */
  readonly status: number;
  readonly hookSecret: string | undefined;
  readonly ms: number;
}

export interface CallbackClient {
  post(url: string, headers: OutgoingHttpHeaders, body: string, deadlineMs: number): Promise<CallbackReply>;
  /** Cuts off what is under way. */
  close(): void;
}

const hookSecretOf = (response: IncomingMessage): string | undefined => {
  const value = response.headers['x-hook-secret'];
  return typeof value === 'string' ? value : undefined;
};

/** Never follows a redirect: anything but the wanted status is a failure (API reference §7.3). */
export const createCallbackClient = (now: () => number): CallbackClient => {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const closing = new AbortController();
  return {
    post: (url, headers, body, deadlineMs) =>
      new Promise((resolve) => {
        const startedAt = now();
        const finish = (status: number, hookSecret?: string): void => resolve({ status, hookSecret, ms: Math.round(now() - startedAt) });
        const isSecure = url.startsWith('https:');
        const send = isSecure ? httpsRequest : httpRequest;
        const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]);
        const outgoing = send(
          url,
          {
            method: 'POST',
            agent: isSecure ? agents.https : agents.http,
            headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
            signal,
          },
          (response) => {
            response.resume();
            response.once('error', () => finish(0));
            response.once('end', () => finish(response.statusCode ?? 0, hookSecretOf(response)));
          },
        );
        outgoing.once('error', () => finish(0));
        outgoing.end(body);
      }),
    close: () => {
      closing.abort();
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};
