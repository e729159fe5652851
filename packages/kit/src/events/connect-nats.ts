import { connect, type NatsConnection } from 'nats';

import { type Lifecycle } from '../lifecycle';
import { type Log } from '../log';
import { backoffMs, sleep } from '../wait';

/** A connection that is silent for two of these and a bit is given up: where its end never arrives, nothing else would tell. */
const PING_MS = 4_000;

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
        pingInterval: PING_MS,
        maxPingOut: 2,
      });
      lifecycle.onClose('nats', () => connection.close());
      return connection;
    } catch (error) {
      log.warn({ err: error, attempt }, 'NATS is not reachable yet');
      await sleep(backoffMs(attempt, 250, 5_000, Math.random()), lifecycle.stopping);
    }
  }
}
