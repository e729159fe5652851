import { readSettings, settings } from '@secondlook/kit';
import { z } from 'zod';

const shape = z.object({
  ...settings.process,
  ...settings.grpcServer,
  ...settings.httpServer,
  ...settings.identity,
  ...settings.secrets,
  /** Where tenants are known. */
  CONNECTOR_ADDR: settings.address,
  /** Who searches. */
  SEARCH_ADDR: settings.address,
  /** Where attachments are kept. */
  INGESTION_ADDR: settings.address,
  /** An identity provider that lists sample users and signs in whoever asks: for development only. */
  DEVELOPMENT_ISSUER_URL: z.url({ protocol: /^https?$/ }),
});

export type Config = z.infer<typeof shape>;

export const readConfig = (environment: Record<string, string | undefined>): Config => readSettings(shape, environment);
