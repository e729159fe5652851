import { setTimeout as sleep } from 'node:timers/promises';

import { createSandboxControl, type Stack } from '@secondlook/testkit';

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
  const control = createSandboxControl(endpoint);
  const id = await control.create('/candidates', { firstName: word, lastName: 'Measurement', email: `${word}@example.com` });
  const count = async () => (await stack.clients.search.searchCandidates({ query: word }, stack.as(tenant))).totalSize;
  console.log(`CHANGE_SEARCHABLE ${await secondsUntil(async () => (await count()) === 1)}`);
  await control.remove(`/candidates/${id}`);
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
