import { connectNats, ensureStreamsOf, runMigration } from '@secondlook/kit';

import { readConfig } from './config';

/** Its collections need no index: what is left to prepare are the streams. */
void runMigration('webhook-gateway', readConfig, async ({ config, log, lifecycle }) => {
  const nats = await connectNats(config.NATS_URL, 'webhook-gateway', log, lifecycle);
  await ensureStreamsOf(await nats.jetstreamManager(), 'webhook-gateway');
});
