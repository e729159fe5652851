import { readSettings, settings } from '@secondlook/kit';
import { z } from 'zod';

const shape = z.object({
  ...settings.process,
  ...settings.grpcServer,
  ...settings.httpServer,
  ...settings.identity,
  ...settings.nats,
  ...settings.mongo,
  ...settings.secrets,
  /** Where tenants are known. Not needed to answer webhooks. */
  CONNECTOR_ADDR: settings.address,
});

export type Config = z.infer<typeof shape>;

export const readConfig = (environment: Record<string, string | undefined>): Config => readSettings(shape, environment);
