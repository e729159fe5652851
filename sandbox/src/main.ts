import { once } from 'node:events';
import { join } from 'node:path';
import { readConfig, type SandboxConfig } from './config';
import { startSandbox, type Sandbox } from './start-sandbox';

const closeAll = async (running: ReadonlyMap<string, Sandbox>): Promise<void> => {
  await Promise.all([...running.values()].map((sandbox) => sandbox.close()));
};

const startAll = async ({ accounts, speed, stateDir }: SandboxConfig): Promise<ReadonlyMap<string, Sandbox>> => {
  const running = new Map<string, Sandbox>();
  try {
    for (const { tenant, ...account } of accounts) {
      const stateFile = stateDir === undefined ? {} : { stateFile: join(stateDir, `${tenant}.jsonl`) };
      running.set(tenant, await startSandbox({ ...account, ...stateFile, speed, companyIdentifier: tenant }));
    }
    return running;
  } catch (error) {
    await closeAll(running);
    throw error;
  }
};

/** Several accounts in one process. Ready when the line is out; stops on SIGTERM and SIGINT. */
const main = async (): Promise<void> => {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const running = await startAll(readConfig(process.env));
  const listening = Object.fromEntries([...running].map(([tenant, { url, controlUrl }]) => [tenant, { url, controlUrl }]));
  process.stdout.write(`${JSON.stringify({ listening })}\n`);
  await stopped;
  await closeAll(running);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
