import { readSettings, settings } from '@secondlook/kit';
import { z } from 'zod';

const shape = z.object({
  ...settings.process,
  ...settings.grpcServer,
  ...settings.identity,
  ...settings.nats,
  ...settings.mongo,
  ...settings.secrets,
  /**
   * The MongoDB of the erasure ledger; MONGO_URL where absent. It should be another one, or left out of what is restored: a backup of
   * the candidates that brings its own ledger along brings the deleted back.
   */
  ERASURE_LEDGER_MONGO_URL: z.string().min(1).optional(),
  /** Where tenants are known. */
  CONNECTOR_ADDR: settings.address,
  /** Where decisions are read. */
  MATCHER_ADDR: settings.address,
  /** Where facts are read. */
  ENRICHMENT_ADDR: settings.address,
  /** Who is asked what the index holds, for receipts of deletion. */
  SEARCH_ADDR: settings.address,
  /** How long reading the text of one document may take. */
  EXTRACTION_DEADLINE_MS: settings.durationMs(10_000),
});

export type Config = z.infer<typeof shape>;

export const readConfig = (environment: Record<string, string | undefined>): Config => readSettings(shape, environment);
