import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { canDropRoot, startChild } from './child';
import { startEmbedded } from './embedded';
import { MissingToolError, type Engine, type EngineOptions } from './engine';
import { cacheFolder, findJdk, HOW_TO_GET, moveIntoPlace, runTool, SHORT_LIVED } from './tools';

const VERSION = '9.3.2';
const NOBODY = 65_534;

/** The real server, from its Maven artifact: no Painless, no language analysers, none of which the product needs. */
export async function startEmbeddedElasticsearch(options: EngineOptions): Promise<Engine> {
  const [home, jdk] = [await fetchElasticsearch(options), await findJdk()];
  const isRoot = process.getuid?.() === 0;
  if (isRoot && !canDropRoot()) {
    throw new MissingToolError('The tool "setpriv" is missing: Elasticsearch does not run as root; install util-linux or run as another user.');
  }
  return startEmbedded(
    {
      name: 'elasticsearch',
      version: VERSION,
      url: (port) => `http://127.0.0.1:${port}`,
      start(port, dataFolder) {
        const config = join(dataFolder, 'config');
        if (!existsSync(config)) {
          cpSync(join(home, 'config'), config, { recursive: true });
        }
        const folders = { data: join(dataFolder, 'data'), logs: join(dataFolder, 'logs'), tmp: join(dataFolder, 'tmp') };
        Object.values(folders).forEach((folder) => mkdirSync(folder, { recursive: true }));
        const settings = {
          'http.port': port,
          'transport.port': 0,
          'path.data': folders.data,
          'path.logs': folders.logs,
          'discovery.type': 'single-node',
          'xpack.security.enabled': false,
          'cluster.routing.allocation.disk.threshold_enabled': false,
        };
        return startChild(
          join(home, 'bin', 'elasticsearch'),
          Object.entries(settings).flatMap(([key, value]) => ['-E', `${key}=${value}`]),
          {
            ...(isRoot ? { asUid: NOBODY } : {}),
            env: {
              ...process.env,
              ES_JAVA_HOME: jdk,
              ES_JAVA_OPTS: `-Xms512m -Xmx512m ${SHORT_LIVED} -Xlog:disable -Xlog:all=warning:stderr`,
              CLI_JAVA_OPTS: SHORT_LIVED,
              ES_PATH_CONF: config,
              ES_TMPDIR: folders.tmp,
            },
          },
        );
      },
      async isReady(port) {
        const response = await fetch(`http://127.0.0.1:${port}/_cluster/health?wait_for_status=yellow&timeout=1s`, { signal: AbortSignal.timeout(3_000) });
        return response.ok;
      },
    },
    options,
  );
}

async function fetchElasticsearch({ say }: EngineOptions): Promise<string> {
  const home = join(cacheFolder(), `elasticsearch-${VERSION}`);
  if (!existsSync(home)) {
    say?.(`Fetching Elasticsearch ${VERSION} by Maven, once (115 MB)`);
    const unpacked = join(cacheFolder(), `unpacking-${process.pid}`);
    const artifact = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${VERSION}:zip`;
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';
    await runTool('mvn', ['-q', '-B', `${plugin}:get`, `-Dartifact=${artifact}`, '-Dtransitive=false'], HOW_TO_GET.mvn);
    await runTool('mvn', ['-q', '-B', `${plugin}:unpack`, `-Dartifact=${artifact}`, `-DoutputDirectory=${unpacked}`], HOW_TO_GET.mvn);
    moveIntoPlace(join(unpacked, `elasticsearch-${VERSION}`), home);
    rmSync(unpacked, { recursive: true, force: true });
  }
  return home;
}
