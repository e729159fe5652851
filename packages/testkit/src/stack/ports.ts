import { join } from 'node:path';

import { freePort, isFreePort } from '../engines/child';
import { serviceNames } from './identities';
import { keepJson } from './keep-json';

/** Ports stay the same from run to run while they are free: addresses rest in data, as in callback URLs. */
export type Ports = Readonly<Record<string, number>>;

export async function keepPorts(folder: string, tenants: readonly string[]): Promise<Ports> {
  const names = [
    'mongo', 'elasticsearch', 'nats', 'issuer',
    ...tenants.map((tenant) => `sandbox-${tenant}`),
    ...serviceNames.flatMap((name) => [`${name}-grpc`, `${name}-ops`]),
    'webhook-gateway-http', 'console-http',
  ];
  const kept = await keepJson(join(folder, 'ports.json'), () => chooseAll(names));
  const free = await Promise.all(names.map(async (name) => [name, kept[name] !== undefined && (await isFreePort(kept[name])) ? kept[name] : await freePort()] as const));
  return Object.fromEntries(free);
}

/** Chosen together, so that no two are the same. */
async function chooseAll(names: readonly string[]): Promise<Ports> {
  const chosen = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of names) {
    let port = await freePort();
    while (taken.has(port)) {
      port = await freePort();
    }
    taken.add(port);
    chosen.set(name, port);
  }
  return Object.fromEntries(chosen);
}
