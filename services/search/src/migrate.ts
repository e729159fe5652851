import { connectNats, ensureStreamsOf, runMigration } from '@secondlook/kit';

import { readConfig } from './config';

/** Indices are created with their tenants: what is left to prepare are the streams. */
void runMigration('search', readConfig, async ({ config, log, lifecycle }) => {
  const nats = await connectNats(config.NATS_URL, 'search', log, lifecycle);
  await ensureStreamsOf(await nats.jetstreamManager(), 'search');
});
