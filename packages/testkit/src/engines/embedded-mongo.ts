import { existsSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { startChild } from './child';
import { startEmbedded } from './embedded';
import { type Engine, type EngineOptions } from './engine';
import { cacheFolder, findJdk, HOW_TO_GET, runTool } from './tools';

const VERSION = '1.47.0';
/** The launcher and its dependencies; the same path from src/ and dist/. */
const LAUNCHER_FOLDER = join(__dirname, '..', '..', 'engines', 'mongo');

/**
 * A stand-in that speaks MongoDB's protocol. It lacks transactions, change streams and non-unique indexes (any filter but `_id` or
 * exactly a unique key scans); with a data folder every acknowledged write survives `kill -9`.
 */
export async function startEmbeddedMongo(options: EngineOptions): Promise<Engine> {
  const [jars, jdk] = [await fetchJars(options), await findJdk()];
  const inMemory = options.dataFolder === undefined;
  return startEmbedded(
    {
      name: 'mongo',
      version: `mongo-java-server ${VERSION}, ${inMemory ? 'in memory' : 'H2 file'}`,
      url: (port) => `mongodb://127.0.0.1:${port}`,
      start: (port, dataFolder) =>
        startChild(join(jdk, 'bin', 'java'), [
          '-Xmx768m', '-XX:+UseSerialGC', '-cp', join(jars, '*'), join(LAUNCHER_FOLDER, 'EmbeddedMongo.java'),
          String(port), ...(inMemory ? [] : [join(dataFolder, 'mongo.mv')]),
        ]),
      isReady: (port) => accepts(port),
    },
    options,
  );
}

async function fetchJars({ say }: EngineOptions): Promise<string> {
  const jars = join(cacheFolder(), `mongo-java-server-${VERSION}`);
  if (!existsSync(jars)) {
    say?.('Fetching the embedded MongoDB stand-in by Maven, once');
    const unpacked = join(cacheFolder(), `fetching-${process.pid}`);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    await runTool('mvn', ['-q', '-B', '-f', join(LAUNCHER_FOLDER, 'pom.xml'), goal, `-DoutputDirectory=${unpacked}`], HOW_TO_GET.mvn);
    if (!existsSync(jars)) {
      renameSync(unpacked, jars);
    }
    rmSync(unpacked, { recursive: true, force: true });
  }
  return jars;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(1_000);
    const answer = (accepted: boolean) => () => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}
