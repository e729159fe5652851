import { connectMongo, connectNats, ensureStreamsOf, runMigration } from '@secondlook/kit';

import { readConfig } from './config';
import { ensureIndexes } from './store';

void runMigration('connector', readConfig, async ({ config, log, lifecycle }) => {
  const mongo = await connectMongo(config.MONGO_URL, log, lifecycle);
  await ensureIndexes(mongo.db('connector'));
  const nats = await connectNats(config.NATS_URL, 'connector', log, lifecycle);
  await ensureStreamsOf(await nats.jetstreamManager(), 'connector');
});
