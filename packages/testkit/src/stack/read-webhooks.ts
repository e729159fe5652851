import { setTimeout as sleep } from 'node:timers/promises';

import { WebhookState } from '@secondlook/contracts';

import { type Stack } from './start-stack';

/** Where a tenant's ATS sends its webhooks, and the keys it signs them with: for signing some by hand. */
export type TenantWebhooks = Readonly<Record<string, { url: string; keys: string[] }>>;

/** Where to send a tenant's webhooks, and the key to sign them with. */
export function callbackOf(webhooks: TenantWebhooks, tenant: string): { url: string; key: string } {
  const { url, keys } = webhooks[tenant] ?? { url: '', keys: [] };
  const [key] = keys;
  if (key === undefined) {
    throw new Error(`${tenant} has no webhooks.`);
  }
  return { url, key };
}

const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions';
const WITHIN_MS = 60_000;

/** Waits until the connector has registered them. */
export async function readWebhooks(stack: Stack): Promise<TenantWebhooks> {
  const entries = await Promise.all(stack.options.tenants.map(async ({ tenant }) => [tenant, await readOf(stack, tenant)] as const));
  return Object.fromEntries(entries);
}

async function readOf(stack: Stack, tenant: string): Promise<{ url: string; keys: string[] }> {
  await waitUntilRegistered(stack, tenant);
  const [subscription] = asList(await ask(stack, tenant, SUBSCRIPTIONS));
  const secret = asFields(await ask(stack, tenant, `${SUBSCRIPTIONS}/${String(asFields(subscription)['id'])}/secret-key`));
  return { url: String(asFields(subscription)['callbackUrl']), keys: [String(secret['secretKey'])] };
}

async function waitUntilRegistered({ clients, as }: Stack, tenant: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < WITHIN_MS; waitedMs += 200) {
    const { connections } = await clients.connector.listConnections({}, as(tenant));
    if (connections.length > 0 && connections.every(({ webhookState }) => webhookState === WebhookState.ACTIVE)) {
      return;
    }
    await sleep(200);
  }
  throw new Error(`The webhooks of ${tenant} were not registered in time.`);
}

/** As the ATS's customer would, with the same credential; its limits may want patience. */
async function ask({ sandbox }: Stack, tenant: string, path: string): Promise<unknown> {
  const endpoint = sandbox[tenant];
  for (;;) {
    const response = await fetch(`${endpoint?.url ?? ''}${path}`, { headers: { 'x-smarttoken': endpoint?.token ?? '' }, signal: AbortSignal.timeout(10_000) });
    if (response.ok) {
      return response.json();
    }
    if (response.status !== 429) {
      throw new Error(`The sandbox answered ${response.status} to ${path}.`);
    }
    await sleep(100);
  }
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asFields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
