import { join } from 'node:path';

import { supervise, type Supervised } from './supervise';

export interface SandboxAccount {
  readonly tenant: string;
  readonly size: number;
  readonly seed: number;
  readonly token: string;
  readonly controlToken: string;
  readonly port: number;
}

export interface SandboxEndpoint {
  readonly url: string;
  readonly token: string;
  readonly controlUrl: string;
  readonly controlToken: string;
}

const READY_MS = 60_000;

/** The ATS: a process of its own, as the real one would be a world of its own. */
export async function startSandboxProcess(
  accounts: readonly SandboxAccount[],
  { speed, stateDir, logFile }: { speed: number; stateDir: string; logFile: string },
): Promise<{ process: Supervised; endpoints: Readonly<Record<string, SandboxEndpoint>> }> {
  const ready = Promise.withResolvers<true>();
  const timer = setTimeout(() => ready.reject(new Error('The sandbox was not ready in time.')), READY_MS);
  const process_ = supervise('sandbox', {
    command: process.execPath,
    args: [join(__dirname, '..', '..', '..', '..', 'sandbox', 'dist', 'main.js')],
    child: { env: { ...process.env, SANDBOX_CONFIG: JSON.stringify({ accounts, speed, stateDir }) } },
    logFile,
    onLine: (line) => {
      if (line.startsWith('{"listening"')) {
        ready.resolve(true);
      }
    },
  });
  await ready.promise.finally(() => clearTimeout(timer)).catch(async (error: unknown) => {
    await process_.stop();
    throw error;
  });
  const endpoints = accounts.map(({ tenant, token, controlToken, port }) => {
    const url = `http://127.0.0.1:${port}`;
    return [tenant, { url, token, controlUrl: url, controlToken }] as const;
  });
  return { process: process_, endpoints: Object.fromEntries(endpoints) };
}
