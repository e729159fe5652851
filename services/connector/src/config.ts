import { readSettings, settings } from '@secondlook/kit';
import { z } from 'zod';

const MINUTE_MS = 60_000;

const shape = z.object({
  ...settings.process,
  ...settings.grpcServer,
  ...settings.identity,
  ...settings.nats,
  ...settings.mongo,
  ...settings.secrets,
  /** Where records are sent. */
  INGESTION_ADDR: settings.address,
  /** Where callbacks are kept and deliveries are read. */
  WEBHOOK_GATEWAY_ADDR: settings.address,
  /** The gateway's address as the ATS reaches it; callbacks are `<this>/webhooks/<source>/<path>`. */
  WEBHOOK_BASE_URL: z.url(),
  /** Hosts that may be called, separated by commas; ".example.com" allows all below example.com. */
  ATS_ALLOWED_HOSTS: z.string().default('.smartrecruiters.com'),
  /** Length of the ATS's rate window: its limits count per window. */
  ATS_RATE_WINDOW_MS: settings.durationMs(1_000),
  /** An incremental pass begins this long after the last one did. */
  SYNC_INCREMENTAL_EVERY_MS: settings.durationMs(5 * MINUTE_MS),
  /** A full pass begins this long after the last one did. */
  SYNC_FULL_EVERY_MS: settings.durationMs(24 * 60 * MINUTE_MS),
  /** How far an incremental pass reaches back before the latest change that was seen. */
  SYNC_OVERLAP_MS: settings.durationMs(2 * MINUTE_MS),
  /** Every candidate is read again at the latest after this long, whatever lists and webhooks say. */
  DETAIL_SWEEP_EVERY_MS: settings.durationMs(14 * 24 * 60 * MINUTE_MS),
});

export type Config = z.infer<typeof shape>;

export const readConfig = (environment: Record<string, string | undefined>): Config => readSettings(shape, environment);
