import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, waitUntil, type Child } from './child';
import { type Engine, type EngineName, type EngineOptions } from './engine';

export interface EmbeddedDefinition {
  readonly name: EngineName;
  readonly version: string;
  url(port: number): string;
  start(port: number, dataFolder: string): Child;
  isReady(port: number): Promise<boolean>;
}

const READY_MS = 180_000;

/** An engine as a child process on a free port, its files in a folder of ours. */
export async function startEmbedded(definition: EmbeddedDefinition, options: EngineOptions): Promise<Engine> {
  const port = options.port ?? (await freePort());
  const temporary = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), `secondlook-${definition.name}-`));
  let child: Child | undefined;

  async function start(): Promise<void> {
    mkdirSync(dataFolder, { recursive: true });
    child = definition.start(port, dataFolder);
    await waitUntil(definition.name, () => definition.isReady(port), child, READY_MS);
  }

  async function stop(): Promise<void> {
    await child?.stop();
    if (temporary) {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  }

  await start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    name: definition.name,
    url: definition.url(port),
    version: definition.version,
    kind: 'embedded',
    pid: () => child?.pid,
    exited: () => child?.exited ?? Promise.resolve(),
    async kill() {
      child?.signal('SIGKILL');
      await child?.exited;
    },
    restart: start,
    stop,
  };
}
