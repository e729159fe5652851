import { type AuditDraft } from '../domain/audit';
import { type JsonObject } from '../domain/json';
import { type EntityChange } from '../domain/difference';
import { type FaultName } from '../domain/faults/fault-rule';

/** A log that only grows; the first line has seq 1. Lines live as long as the process. */
export interface Log<Line extends object> {
  append(line: Line): void;
  /** Lines with a higher seq, oldest first. */
  after(seq: number): Iterable<Line & { readonly seq: number }>;
}

export const createLog = <Line extends object>(): Log<Line> => {
  const lines: (Line & { readonly seq: number })[] = [];
  return {
    append: (line) => void lines.push({ seq: lines.length + 1, ...line }),
    after: (seq) => lines.slice(Math.max(0, seq)),
  };
};

export interface ChangeLine extends EntityChange {
  readonly kind: 'change';
  /** When, as the ATS's own timestamps. */
  readonly at: string;
}

export interface DeliveryLine {
  readonly kind: 'delivery';
  readonly at: string;
  readonly subscriptionId: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly body: JsonObject;
  readonly callbackUrl: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Of the answer; 0 when there was none in time. */
  readonly status: number;
  readonly ms: number;
}

/** One try of a subscription, as the callbacks log keeps it. */
export interface CallbackLine {
  readonly status: number;
  readonly timestamp: string;
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HandshakeLine {
  readonly kind: 'handshake';
  readonly at: string;
  readonly subscriptionId: string;
  readonly callbackUrl: string;
  readonly status: number;
  /** Whether the secret came back with 200. */
  readonly isAccepted: boolean;
  readonly ms: number;
}

export type EventLine = ChangeLine | DeliveryLine | HandshakeLine;

/** An event of the audit feed, as it is served. */
export interface AuditLine extends AuditDraft {
  readonly id: string;
  readonly eventDate: string;
}

/** One request the ATS's own API served, control calls left out. */
export interface CallLine {
  /** When it arrived. */
  readonly at: string;
  readonly method: string;
  /** Template, as in "GET /candidates/{id}". */
  readonly endpoint: string;
  readonly path: string;
  /** Name, never the token; null for nobody's. */
  readonly credential: string | null;
  /** 0 when the connection was reset. */
  readonly status: number;
  /** Name of the fault the answer had; absent when it had none. */
  readonly fault?: FaultName;
  /** Requests of this credential being served, this one included. */
  readonly inFlight: number;
  readonly listInFlight: number;
  readonly ms: number;
}

export function* toJsonLines(lines: Iterable<object>): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`;
}

