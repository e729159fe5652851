import { connect, type NatsConnection } from 'nats';

import { type Lifecycle } from '../lifecycle';
import { type Log } from '../log';
import { backoffMs, sleep } from '../wait';

/** Connects, waiting for as long as NATS is away, and reconnects for ever afterwards. */
export async function connectNats(url: string, service: string, log: Log, lifecycle: Lifecycle): Promise<NatsConnection> {
  for (let attempt = 1; ; attempt++) {
    try {
      const connection = await connect({
        servers: url.split(','),
        name: service,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 250,
        timeout: 5_000,
      });
      lifecycle.onClose('nats', () => connection.close());
      return connection;
    } catch (error) {
      log.warn({ err: error, attempt }, 'NATS is not reachable yet');
      await sleep(backoffMs(attempt, 250, 5_000, Math.random()), lifecycle.stopping);
    }
  }
}
