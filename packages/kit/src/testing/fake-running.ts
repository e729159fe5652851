import { createLifecycle } from '../lifecycle';
import { createLog } from '../log';
import { createMetrics } from '../metrics';
import { type Running } from '../run-service';

/** What a service's wiring gets, without a process around it: nothing is printed. Stop its lifecycle at the end of the test. */
export function createFakeRunning<Config>(config: Config, name = 'test'): Running<Config> {
  const log = createLog(name, 'silent');
  return { name, config, log, metrics: createMetrics(name), lifecycle: createLifecycle(log) };
}
