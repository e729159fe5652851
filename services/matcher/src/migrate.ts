import { connectNats, ensureStreamsOf, runMigration } from '@secondlook/kit';

import { readConfig } from './config';

/** Databases of tenants ensure their indexes on first use: what is left to prepare are the streams. */
void runMigration('matcher', readConfig, async ({ config, log, lifecycle }) => {
  const nats = await connectNats(config.NATS_URL, 'matcher', log, lifecycle);
  await ensureStreamsOf(await nats.jetstreamManager(), 'matcher');
});
