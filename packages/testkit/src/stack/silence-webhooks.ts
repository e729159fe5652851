import { type Permission } from '@secondlook/sandbox';
import { z } from 'zod';

import { createSandboxControl } from './sandbox-control';
import { type Stack } from './start-stack';

const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions';
/** What the mirror reads, and what this function needs: neither the audit feed nor another subscription. */
const PERMISSIONS: readonly Permission[] = ['candidates_read', 'jobs_read', 'job_applications_read', 'configuration_read', 'webhooks_delete'];

/** Takes a tenant's subscriptions and what else may tell of changes away, behind our back: from here on only lists and details say anything. */
export async function silenceWebhooks({ sandbox }: Stack, tenant: string): Promise<void> {
  const endpoint = sandbox[tenant];
  if (endpoint === undefined) {
    throw new Error(`There is no sandbox of ${tenant}.`);
  }
  const { url, token } = endpoint;
  const ask = async (path: string, method: string) => {
    const response = await fetch(`${url}${path}`, { method, headers: { 'x-smarttoken': token }, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) {
      throw new Error(`The sandbox answered ${response.status} to ${method} ${path}.`);
    }
    return response;
  };
  const subscriptions = z.array(z.object({ id: z.string() })).parse(await (await ask(SUBSCRIPTIONS, 'GET')).json());
  await createSandboxControl(endpoint).put('/credentials/default', { token, permissions: PERMISSIONS });
  for (const { id } of subscriptions) {
    await ask(`${SUBSCRIPTIONS}/${id}`, 'DELETE');
  }
}
