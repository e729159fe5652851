import { ACME, provision, readWebhooks, startTestStack, waitUntilQuiet, type TenantWebhooks, type TestStack } from '@secondlook/testkit';

import { type GoalRun } from '../goal';

const QUIET_MS = 3 * 3_600_000;

export interface StackWishes {
  /** Candidates of acme's ATS. */
  readonly size: number;
  readonly speed: number;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A stack of its own, begun to sync; stopped afterwards, its files removed. */
export async function onStack<T>({ seed, say }: GoalRun, { size, speed, environment = {} }: StackWishes, work: (stack: TestStack, webhooks: TenantWebhooks) => Promise<T>): Promise<T> {
  const stack = await startTestStack({ size, seed, speed, durable: true, ownEngines: true, environment });
  try {
    await provision(stack);
    say(Object.values(stack.engines).map(({ name, version, kind }) => `${name} ${version} (${kind})`).join(', '));
    return await work(stack, await readWebhooks(stack));
  } finally {
    await stack.stop();
  }
}

/** Until everybody is mirrored, matched and searchable. */
export const untilQuiet = (stack: TestStack) => waitUntilQuiet(stack.view(), QUIET_MS);

/** Passes begin when they are asked for, never by themselves. */
export const ONLY_WHEN_ASKED = { SYNC_INCREMENTAL_EVERY_MS: String(24 * 3_600_000) };

/** The id of acme's connection. */
export async function connectionOf({ clients, as }: TestStack): Promise<string> {
  const { connections } = await clients.connector.listConnections({}, as(ACME));
  const [connection] = connections;
  if (connection === undefined) {
    throw new Error('acme has no connection.');
  }
  return connection.connectionId;
}
