import { LAST_DELIVERY } from '@secondlook/contracts';

import { AlreadyExistsError, ConflictError, InvalidInputError, LimitError, SettingsError, toKnownError, UnavailableError } from '../errors';

/** What to do with a delivery whose processing failed. */
export type DeliveryVerdict =
  /** A dependency is away: keep the message, stop pulling, try again later. Burns no attempt. */
  | { action: 'hold'; afterMs: number | undefined }
  /** Somebody else was faster: try again at once. */
  | { action: 'again' }
  /** Give it back, to be delivered again after a while. */
  | { action: 'retry'; afterMs: number }
  /** Copy it to the dead letters, try once more alone. */
  | { action: 'last-try' }
  /** Copy it to the dead letters: another try cannot help. */
  | { action: 'bury' };

const RETRY_AFTER_MS = [200, 1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000];

/** The taxonomy of errors, as a consumer reads it (docs/architecture.md §7). `deliveries` counts from 1. */
export function decideDeliveryVerdict(error: unknown, deliveries: number): DeliveryVerdict {
  const known = toKnownError(error);
  if (known instanceof UnavailableError) {
    return { action: 'hold', afterMs: known.retryAfterMs };
  }
  if (known instanceof InvalidInputError || known instanceof AlreadyExistsError || known instanceof SettingsError || known instanceof LimitError) {
    return { action: 'bury' };
  }
  if (deliveries >= LAST_DELIVERY) {
    return { action: 'last-try' };
  }
  if (known instanceof ConflictError) {
    return { action: 'again' };
  }
  return { action: 'retry', afterMs: RETRY_AFTER_MS[Math.min(deliveries, RETRY_AFTER_MS.length) - 1] ?? 300_000 };
}
