import { type IncomingHttpHeaders } from 'node:http';
import { type Json } from '../domain/json';

/** One request as the doors see it. */
export interface Exchange {
  readonly method: string;
  /** Decoded by nobody yet; without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when there is none; 400 when it is not JSON. */
  readJson(): Promise<Json | undefined>;
  /** Called once the response has left or its reader is gone. */
  onClosed(listener: () => void): void;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly bytes?: { readonly contentType: string; readonly content: Buffer };
  /** JSON Lines, written as they come. */
  readonly lines?: AsyncIterable<string> | Iterable<string>;
  /** How a connection goes wrong; absent where it does not. `late` is in real time. */
  readonly ending?: { readonly kind: 'reset'; readonly isHalfSent: boolean } | { readonly kind: 'late'; readonly ms: number };
}

export const ok = (json: Json): Answer => ({ status: 200, json });
export const created = (json: Json): Answer => ({ status: 201, json });
export const noContent: Answer = { status: 204 };
