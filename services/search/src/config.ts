import { readSettings, settings } from '@secondlook/kit';
import { z } from 'zod';

const shape = z.object({
  ...settings.process,
  ...settings.grpcServer,
  ...settings.identity,
  ...settings.nats,
  ...settings.elasticsearch,
  /** Page tokens are sealed with them: the same for all replicas. */
  ...settings.secrets,
  /** Where tenants are known. */
  CONNECTOR_ADDR: settings.address,
  /** Where candidates and jobs are read. */
  INGESTION_ADDR: settings.address,
  /** Where profiles are read. */
  ENRICHMENT_ADDR: settings.address,
});

export type Config = z.infer<typeof shape>;

export const readConfig = (environment: Record<string, string | undefined>): Config => readSettings(shape, environment);
