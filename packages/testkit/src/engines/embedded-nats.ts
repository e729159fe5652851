import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { connect } from 'nats';

import { startChild } from './child';
import { startEmbedded } from './embedded';
import { type Engine, type EngineOptions } from './engine';
import { cacheFolder, HOW_TO_GET, runTool } from './tools';

const VERSION = 'v2.15.2';

/** The real server, built from its Go module. */
export async function startEmbeddedNats(options: EngineOptions): Promise<Engine> {
  const binary = await fetchNats(options);
  return startEmbedded(
    {
      name: 'nats',
      version: VERSION,
      url: (port) => `nats://127.0.0.1:${port}`,
      start(port, dataFolder) {
        const config = join(dataFolder, 'nats.conf');
        writeFileSync(config, `listen: "127.0.0.1:${port}"\njetstream { store_dir: ${JSON.stringify(join(dataFolder, 'jetstream'))} }\n`);
        return startChild(binary, ['-c', config]);
      },
      async isReady(port) {
        const connection = await connect({ servers: `127.0.0.1:${port}`, reconnect: false, timeout: 1_000 });
        await connection.jetstreamManager({ timeout: 1_000 }).finally(() => connection.close());
        return true;
      },
    },
    options,
  );
}

async function fetchNats({ say }: EngineOptions): Promise<string> {
  const folder = cacheFolder(`nats-server-${VERSION}`);
  const binary = join(folder, 'nats-server');
  if (!existsSync(binary)) {
    say?.(`Building NATS ${VERSION} by Go, once (about 40 s)`);
    await runTool('go', ['install', `github.com/nats-io/nats-server/v2@${VERSION}`], HOW_TO_GET.go, { GOBIN: folder });
  }
  return binary;
}
