import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

import { type CallLine, type EventLine, type StateLine } from '@secondlook/sandbox';

import { type SandboxEndpoint } from '../stack/start-sandbox-process';
import { type StackView } from './view';

const DEADLINE_MS = 120_000;

/** What the sandbox says of itself: the truth that everything is compared with. */
export const readState = (endpoint: SandboxEndpoint) => readLines<StateLine>(endpoint, '/control/state');
/** What the ATS of one tenant of a stack holds. */
export async function stateOf({ sandbox }: Pick<StackView, 'sandbox'>, tenant: string): Promise<StateLine[]> {
  const endpoint = sandbox[tenant];
  if (endpoint === undefined) {
    throw new Error(`There is no sandbox of ${tenant}.`);
  }
  return readState(endpoint);
}

export const readEvents = (endpoint: SandboxEndpoint) => readLines<EventLine & { seq: number }>(endpoint, '/control/events');
export const readCalls = (endpoint: SandboxEndpoint) => readLines<CallLine & { seq: number }>(endpoint, '/control/calls');

async function readLines<Line>({ controlUrl, controlToken }: SandboxEndpoint, path: string): Promise<Line[]> {
  const response = await fetch(controlUrl + path, { headers: { 'x-control-token': controlToken }, signal: AbortSignal.timeout(DEADLINE_MS) });
  if (!response.ok || response.body === null) {
    throw new Error(`The sandbox answered ${response.status} to ${path}.`);
  }
  const lines: Line[] = [];
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
    if (line !== '') {
      lines.push(JSON.parse(line) as Line);
    }
  }
  return lines;
}

/** A JSON value in one spelling, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
