import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type ServiceName } from '@secondlook/contracts';
import { createClients, type Stack, type StackView } from '@secondlook/testkit';
import { z } from 'zod';

export const ROOT = join(__dirname, '..', '..');
const STACK_FILE = join(ROOT, '.run', 'stack.json');

/** `.run/stack.json`: where a running stack is, and how to talk to it. Documented in docs/architecture.md; names are fixed. */
const shape = z.object({
  services: z.record(z.string(), z.object({ pid: z.number(), grpc: z.string(), http: z.string().optional(), ops: z.string(), restarts: z.number() })),
  engines: z.record(z.string(), z.object({ url: z.string(), pid: z.number().optional(), version: z.string(), kind: z.string() })),
  sandbox: z.record(z.string(), z.object({ url: z.string(), token: z.string(), controlUrl: z.string(), controlToken: z.string() })),
  webhook: z.record(z.string(), z.object({ url: z.string(), keys: z.array(z.string()) })),
  /** By tenant and role. */
  tokens: z.record(z.string(), z.record(z.string(), z.string())),
  identity: z.object({ issuer: z.string(), jwks: z.string() }),
  logs: z.record(z.string(), z.string()),
});

export type StackFile = z.infer<typeof shape>;
export type Webhooks = StackFile['webhook'];

export async function writeStackFile(stack: Stack, webhook: Webhooks): Promise<void> {
  const { ports, services, engines, sandbox, issuer, logFolder, options } = stack;
  const at = (name: string) => `127.0.0.1:${ports[name]}`;
  const tokens = await Promise.all(options.tenants.map(async ({ tenant }) => [tenant, await stack.tokensOf(tenant)] as const));
  const content: StackFile = {
    services: Object.fromEntries(
      [...services].map(([name, service]) => [
        name,
        { pid: service.pid(), grpc: at(`${name}-grpc`), ...(ports[`${name}-http`] === undefined ? {} : { http: at(`${name}-http`) }), ops: at(`${name}-ops`), restarts: service.restarts() },
      ]),
    ),
    engines: Object.fromEntries(
      Object.values(engines).map(({ name, url, version, kind, pid }) => [name, { url, version, kind, ...(pid() === undefined ? {} : { pid: pid() }) }]),
    ),
    sandbox,
    webhook,
    tokens: Object.fromEntries(tokens),
    identity: { issuer: issuer.issuer, jwks: issuer.jwksUrl },
    logs: Object.fromEntries([...services.keys(), 'sandbox'].map((name) => [name, join(logFolder, `${name}.log`)])),
  };
  mkdirSync(dirname(STACK_FILE), { recursive: true });
  writeFileSync(STACK_FILE, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

export function removeStackFile(): void {
  rmSync(STACK_FILE, { force: true });
}

/** Undefined when no stack runs. */
export function readStackFile(): StackFile | undefined {
  return existsSync(STACK_FILE) ? shape.parse(JSON.parse(readFileSync(STACK_FILE, 'utf8'))) : undefined;
}

/** The running stack. Exits with a sentence when there is none. */
export function requireStackFile(): StackFile {
  const file = readStackFile();
  if (file === undefined) {
    console.error('No stack is running here: start one with "npm start", and wait until it says READY.');
    process.exit(2);
  }
  return file;
}

/** The stack as an outsider sees it. Close its clients when done. */
export function toView({ services, engines, sandbox, tokens, logs }: StackFile): StackView {
  const tenants = Object.keys(tokens);
  const tokenOf = (tenantId: string | undefined) => tokens[tenantId ?? tenants[0] ?? '']?.['service'] ?? '';
  return {
    tenants,
    clients: createClients((service: ServiceName) => services[service]?.grpc ?? ''),
    as: (tenantId) => ({ authorization: `Bearer ${tokenOf(tenantId)}` }),
    sandbox,
    mongoUrl: engines['mongo']?.url ?? '',
    elasticsearchUrl: engines['elasticsearch']?.url ?? '',
    natsUrl: engines['nats']?.url ?? '',
    logFiles: Object.entries(logs).flatMap(([name, file]) => (name === 'sandbox' ? [] : [file])),
    restarts: Object.values(services).reduce((sum, { restarts }) => sum + restarts, 0),
  };
}
