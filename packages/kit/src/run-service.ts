import { SettingsError } from './errors';
import { createLifecycle, type Lifecycle } from './lifecycle';
import { createLog, type Log } from './log';
import { createMetrics, type Metrics } from './metrics';
import { createReadiness, startOpsServer } from './ops-server';

/** Past this the process is ended by force; orderly stopping takes at most 20 s and some closing. */
const LAST_RESORT_MS = 40_000;

/** What every service's wiring gets. Tests build one themselves and start the service in process. */
export interface Running<Config> {
  readonly name: string;
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}

interface ProcessConfig {
  readonly OPS_PORT: number;
  readonly LISTEN_HOST: string;
  readonly LOG_LEVEL: string;
}

type ReadConfig<Config> = (environment: Record<string, string | undefined>) => Config;

/** The life of a service process: settings, ops port, wiring, ready; then until SIGTERM, SIGINT or a defect. */
export async function runService<Config extends ProcessConfig>(
  name: string,
  readConfig: ReadConfig<Config>,
  startService: (running: Running<Config>) => Promise<void>,
): Promise<void> {
  await runProcess(name, readConfig, async (running) => {
    const { config, lifecycle, metrics, log } = running;
    const readiness = createReadiness(lifecycle.stopping);
    const opsPort = await startOpsServer({ host: config.LISTEN_HOST, port: config.OPS_PORT }, readiness, metrics, lifecycle);
    await startService(running);
    readiness.becomeReady();
    log.info({ opsPort }, 'ready');
    await Promise.race([lifecycle.failed, aborted(lifecycle.stopping)]);
  });
}

/** Prepares what a service owns in the engines, and ends. Idempotent; runs as one Job per upgrade. */
export async function runMigration<Config extends ProcessConfig>(
  name: string,
  readConfig: ReadConfig<Config>,
  migrate: (running: Running<Config>) => Promise<void>,
): Promise<void> {
  await runProcess(name, readConfig, async (running) => {
    await migrate(running);
    running.log.info('migrated');
  });
}

async function runProcess<Config extends ProcessConfig>(
  name: string,
  readConfig: ReadConfig<Config>,
  live: (running: Running<Config>) => Promise<void>,
): Promise<void> {
  const config = readOrExplain(name, readConfig);
  if (config === undefined) {
    return;
  }
  const log = createLog(name, config.LOG_LEVEL);
  const lifecycle = createLifecycle(log);
  const stop = () => {
    void lifecycle.stop();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    await live({ name, config, log, lifecycle, metrics: createMetrics(name) });
  } catch (error) {
    if (!lifecycle.stopping.aborted) {
      log.fatal({ err: error }, 'ended by an error');
      process.exitCode = 1;
    }
  }
  setTimeout(() => process.exit(), LAST_RESORT_MS).unref();
  await lifecycle.stop();
  log.info('stopped');
}

function readOrExplain<Config>(name: string, readConfig: ReadConfig<Config>): Config | undefined {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    } else {
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
  });
}
