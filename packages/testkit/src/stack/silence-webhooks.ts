import { z } from 'zod';

import { type Stack } from './start-stack';

const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions';

/** Takes the subscriptions of a tenant's ATS away, behind our back: from here on it tells nobody of anything. */
export async function silenceWebhooks({ sandbox }: Stack, tenant: string): Promise<void> {
  const { url, token } = sandbox[tenant] ?? { url: '', token: '' };
  const ask = async (path: string, method: string) => {
    const response = await fetch(`${url}${path}`, { method, headers: { 'x-smarttoken': token }, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) {
      throw new Error(`The sandbox answered ${response.status} to ${method} ${path}.`);
    }
    return response;
  };
  const subscriptions = z.array(z.object({ id: z.string() })).parse(await (await ask(SUBSCRIPTIONS, 'GET')).json());
  for (const { id } of subscriptions) {
    await ask(`${SUBSCRIPTIONS}/${id}`, 'DELETE');
  }
}
