import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { promisify } from 'node:util';

import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';

import { freePort } from './child';
import { type Engine, type EngineName, type EngineOptions } from './engine';

const run = promisify(execFile);

/** The official images. `<NAME>_IMAGE` in the environment takes another one, as from a mirror. */
const images: Record<EngineName, { image: string; variable: string; port: number }> = {
  mongo: { image: 'mongo:8.0', variable: 'MONGO_IMAGE', port: 27_017 },
  elasticsearch: { image: 'docker.elastic.co/elasticsearch/elasticsearch:9.3.2', variable: 'ELASTICSEARCH_IMAGE', port: 9_200 },
  nats: { image: 'nats:2.12', variable: 'NATS_IMAGE', port: 4_222 },
};

const PULL_MS = 600_000;

/** Why no container can be had, or undefined when one can: Docker answers and the image is there or can be pulled. */
export async function whyNoContainer(name: EngineName, say: (line: string) => void): Promise<string | undefined> {
  try {
    await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: 5_000 });
  } catch {
    return 'no Docker engine answers';
  }
  const image = imageOf(name);
  try {
    await run('docker', ['image', 'inspect', image], { timeout: 10_000 });
    return undefined;
  } catch {
    say(`Pulling ${image}`);
  }
  try {
    await run('docker', ['pull', '--quiet', image], { timeout: PULL_MS });
    return undefined;
  } catch {
    return `the image ${image} cannot be pulled`;
  }
}

/** Starts the engine in a container. A data folder is mounted, so that `npm start` keeps its data. */
export async function startInContainer(name: EngineName, { dataFolder }: EngineOptions): Promise<Engine> {
  // The host's port is fixed, so that a restarted container is found again.
  const exposed = { container: images[name].port, host: await freePort() };
  const container = configure(name, new GenericContainer(imageOf(name)).withExposedPorts(exposed), dataFolder);
  const started = await container.withStartupTimeout(180_000).start();
  const address = `${started.getHost()}:${exposed.host}`;
  return {
    name,
    url: { mongo: `mongodb://${address}`, elasticsearch: `http://${address}`, nats: `nats://${address}` }[name],
    version: imageOf(name),
    kind: 'container',
    pid: () => undefined,
    exited: () => new Promise(() => undefined),
    kill: () => docker('kill', started),
    restart: () => docker('start', started),
    stop: async () => {
      await started.stop();
    },
  };
}

function imageOf(name: EngineName): string {
  return process.env[images[name].variable] ?? images[name].image;
}

async function docker(verb: 'kill' | 'start', container: StartedTestContainer): Promise<void> {
  await run('docker', [verb, container.getId()], { timeout: 60_000 });
}

function configure(name: EngineName, container: GenericContainer, dataFolder: string | undefined): GenericContainer {
  const mounted = (target: string) => {
    if (dataFolder === undefined) {
      return container;
    }
    // The images run as users of their own.
    mkdirSync(dataFolder, { recursive: true });
    chmodSync(dataFolder, 0o777);
    return container.withBindMounts([{ source: dataFolder, target, mode: 'rw' }]);
  };
  // Images without a shell need a wait that runs none inside.
  switch (name) {
    case 'mongo':
      return mounted('/data/db').withWaitStrategy(Wait.forLogMessage(/Waiting for connections/i));
    case 'elasticsearch':
      return mounted('/usr/share/elasticsearch/data')
        .withEnvironment({ 'discovery.type': 'single-node', 'xpack.security.enabled': 'false', ES_JAVA_OPTS: '-Xms512m -Xmx512m' })
        .withWaitStrategy(Wait.forHttp('/_cluster/health', 9_200));
    case 'nats':
      return mounted('/data').withCommand(['-js', '-sd', '/data']).withWaitStrategy(Wait.forLogMessage(/Server is ready/));
  }
}
