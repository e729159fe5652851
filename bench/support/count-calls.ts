import { ACME, readCalls, type TestStack } from '@secondlook/testkit';

export interface Calls {
  /** All that count: without reference data, which is read apart. */
  readonly total: number;
  readonly byEndpoint: Readonly<Record<string, number>>;
  readonly refused: number;
}

/** What acme's ATS was asked after a line of its log of calls. Registering webhooks and verifying are not part of a pass. */
export async function countCalls(stack: TestStack, after = 0): Promise<Calls> {
  const lines = (await readAll(stack)).slice(after).filter(({ endpoint }) => !/ \/(configuration|webhooks-api)\//.test(endpoint));
  const byEndpoint: Record<string, number> = {};
  for (const { endpoint } of lines) {
    byEndpoint[endpoint] = (byEndpoint[endpoint] ?? 0) + 1;
  }
  return { total: lines.length, byEndpoint, refused: lines.filter(({ status }) => status === 429).length };
}

/** Where the log of calls ends now. */
export async function markCalls(stack: TestStack): Promise<number> {
  return (await readAll(stack)).length;
}

/** When the first and the last call were made that read candidates or jobs, by the ATS's log, in ms. */
export async function readTimes(stack: TestStack): Promise<{ first: number; last: number }> {
  const times = (await readAll(stack)).filter(({ endpoint }) => /^GET \/(candidates|jobs)/.test(endpoint)).map(({ at }) => Date.parse(at));
  return { first: times.reduce((earliest, time) => Math.min(earliest, time), Number.POSITIVE_INFINITY), last: times.reduce((latest, time) => Math.max(latest, time), 0) };
}

async function readAll({ sandbox }: TestStack) {
  const endpoint = sandbox[ACME];
  return endpoint === undefined ? [] : readCalls(endpoint);
}

export const showCalls = ({ total, byEndpoint }: Calls): string => `${total} calls: ${Object.entries(byEndpoint).map(([endpoint, count]) => `${endpoint} ${count}`).join(', ')}`;
