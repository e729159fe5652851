import { readSettings, settings } from '@secondlook/kit';
import { z } from 'zod';

const shape = z.object({
  ...settings.process,
  ...settings.grpcServer,
  ...settings.identity,
  ...settings.nats,
  ...settings.mongo,
  /** Where tenants are known. */
  CONNECTOR_ADDR: settings.address,
  /** Where decisions are read. */
  MATCHER_ADDR: settings.address,
});

export type Config = z.infer<typeof shape>;

export const readConfig = (environment: Record<string, string | undefined>): Config => readSettings(shape, environment);
