import { setTimeout as sleep } from 'node:timers/promises';

import { type SandboxEndpoint, type Stack } from '@secondlook/testkit';

const LOOK_EVERY_MS = 50;
const WITHIN_MS = 60_000;

/** How soon a new candidate is found, and a deleted one is not: by the ATS's webhooks, through every service. */
export async function measureChange(stack: Stack): Promise<void> {
  const [first] = stack.options.tenants;
  const tenant = first?.tenant ?? '';
  const endpoint = stack.sandbox[tenant];
  if (endpoint === undefined) {
    return;
  }
  const word = `Probe${Date.now().toString(36)}`;
  const created = await control(endpoint, 'POST', '/control/candidates', { firstName: word, lastName: 'Measurement', email: `${word}@example.com` });
  const count = async () => (await stack.clients.search.searchCandidates({ query: word }, stack.as(tenant))).totalSize;
  console.log(`CHANGE_SEARCHABLE ${await secondsUntil(async () => (await count()) === 1)}`);
  await control(endpoint, 'DELETE', `/control/candidates/${idOf(created)}`);
  console.log(`DELETION_GONE ${await secondsUntil(async () => (await count()) === 0)}`);
}

async function secondsUntil(holds: () => Promise<boolean>): Promise<string> {
  const startedAt = Date.now();
  while (!(await holds())) {
    if (Date.now() - startedAt > WITHIN_MS) {
      throw new Error(`A change did not show within ${WITHIN_MS / 1_000} s.`);
    }
    await sleep(LOOK_EVERY_MS);
  }
  return ((Date.now() - startedAt) / 1_000).toFixed(2);
}

async function control({ controlUrl, controlToken }: SandboxEndpoint, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(controlUrl + path, {
    method,
    headers: { 'x-control-token': controlToken, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error(`The sandbox answered ${response.status} to ${method} ${path}.`);
  }
  return response.status === 204 ? undefined : response.json();
}

function idOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string' ? body.id : '';
}
