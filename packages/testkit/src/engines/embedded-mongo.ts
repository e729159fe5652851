import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { startChild } from './child';
import { startEmbedded } from './embedded';
import { type Engine, type EngineOptions } from './engine';
import { cacheFolder, findJdk, HOW_TO_GET, moveIntoPlace, runTool, SHORT_LIVED } from './tools';

const VERSION = '1.47.0';
/** The launcher and its dependencies; the same path from src/ and dist/. */
const LAUNCHER_FOLDER = join(__dirname, '..', '..', 'engines', 'mongo');

/**
 * A stand-in that speaks MongoDB's protocol. It lacks transactions, change streams and non-unique indexes (any filter but `_id` or
 * exactly a unique key scans); with a data folder every acknowledged write survives `kill -9`.
 */
export async function startEmbeddedMongo(options: EngineOptions): Promise<Engine> {
  const [jars, jdk] = [await fetchJars(options), await findJdk()];
  const launcher = await compileLauncher(jars, jdk);
  const inMemory = options.dataFolder === undefined;
  return startEmbedded(
    {
      name: 'mongo',
      version: `mongo-java-server ${VERSION}, ${inMemory ? 'in memory' : 'H2 file'}`,
      url: (port) => `mongodb://127.0.0.1:${port}`,
      start: (port, dataFolder) =>
        startChild(join(jdk, 'bin', 'java'), [
          '-Xmx768m', '-XX:+UseSerialGC', SHORT_LIVED, '-cp', `${launcher}:${join(jars, '*')}`, 'EmbeddedMongo',
          String(port), ...(inMemory ? [] : [join(dataFolder, 'mongo.mv')]),
        ]),
      isReady: (port) => accepts(port),
    },
    options,
  );
}

/** Compiled once per version of the source: Java's source launcher would compile it at every start. */
async function compileLauncher(jars: string, jdk: string): Promise<string> {
  const source = join(LAUNCHER_FOLDER, 'EmbeddedMongo.java');
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const classes = join(cacheFolder(), `embedded-mongo-${hash}`);
  if (!existsSync(classes)) {
    const compiled = join(cacheFolder(), `compiling-${process.pid}`);
    await runTool(join(jdk, 'bin', 'javac'), ['-d', compiled, '-cp', join(jars, '*'), source], HOW_TO_GET.jdk);
    moveIntoPlace(compiled, classes);
  }
  return classes;
}

async function fetchJars({ say }: EngineOptions): Promise<string> {
  const jars = join(cacheFolder(), `mongo-java-server-${VERSION}`);
  if (!existsSync(jars)) {
    say?.('Fetching the embedded MongoDB stand-in by Maven, once');
    const unpacked = join(cacheFolder(), `fetching-${process.pid}`);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    await runTool('mvn', ['-q', '-B', '-f', join(LAUNCHER_FOLDER, 'pom.xml'), goal, `-DoutputDirectory=${unpacked}`], HOW_TO_GET.mvn);
    moveIntoPlace(unpacked, jars);
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
