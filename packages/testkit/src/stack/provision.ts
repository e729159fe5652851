import { createReadStream } from 'node:fs';
import { join } from 'node:path';

import { VerificationOutcome, type CreateConnectionRequest, type ImportProfilesResponse } from '@secondlook/contracts';
import { writeProfileLibrary } from '@secondlook/sandbox';

import { type Stack } from './start-stack';

const IMPORT_MS = 600_000;

/** Creates the tenants, imports the profile library, and connects each tenant to its sandbox account, as `choices` has it. Repeating it changes nothing. */
export async function provision(stack: Stack, choices: Readonly<Record<string, Partial<Pick<CreateConnectionRequest, 'importScope' | 'paused'>>>> = {}): Promise<ImportProfilesResponse> {
  const { clients, options, sandbox } = stack;
  for (const { tenant } of options.tenants) {
    await clients.connector.createTenant({ tenantId: tenant }, stack.as());
  }
  const imported = await importSandboxLibrary(stack);
  for (const { tenant } of options.tenants) {
    const { connections } = await clients.connector.listConnections({}, stack.as(tenant));
    const endpoint = sandbox[tenant];
    if (connections.length > 0 || endpoint === undefined) {
      continue;
    }
    const { url: baseUrl, token } = endpoint;
    const { connection } = await clients.connector.createConnection({ source: 'smartrecruiters', baseUrl, token, allowPrivateNetwork: true, ...choices[tenant] }, stack.as(tenant));
    const verified = await clients.connector.verifyConnection({ connectionId: connection?.connectionId ?? '' }, { ...stack.as(tenant), deadlineMs: 60_000 });
    if (verified.connection?.verification?.outcome !== VerificationOutcome.OK) {
      throw new Error(`The connection of ${tenant} does not work: ${verified.connection?.verification?.message ?? ''}`);
    }
  }
  return imported;
}

/** The library of the people in all populations, and of strangers. */
async function importSandboxLibrary(stack: Stack): Promise<ImportProfilesResponse> {
  const file = join(stack.options.dataFolder, 'profiles.jsonl');
  await writeProfileLibrary(file, stack.options.tenants.map(({ size, seed }) => ({ size, seed })));
  return importProfiles(stack, file);
}

export async function importProfiles(stack: Stack, file: string): Promise<ImportProfilesResponse> {
  async function* chunks() {
    for await (const chunk of createReadStream(file)) {
      yield { chunk: Buffer.from(chunk) };
    }
  }
  return stack.clients.enrichment.importProfiles(chunks(), { ...stack.as(), deadlineMs: IMPORT_MS });
}
