import { KnownError, UnavailableError } from '@secondlook/kit';

/** Why the ATS cannot be reached: each has another remedy. */
export type UnreachableReason = 'unreachable' | 'tls' | 'rate_limited' | 'host_not_allowed';

/** No answer of the ATS, or one that says to come back later. */
export class AtsUnavailableError extends UnavailableError {
  constructor(
    readonly reason: UnreachableReason,
    message: string,
    options?: ErrorOptions & { retryAfterMs?: number },
  ) {
    super(message, options);
  }
}

/** The ATS refuses this credential for this call: 401 or 403. */
export class AtsRefusedError extends KnownError {
  readonly kind = 'AtsRefusedError';

  constructor(
    readonly status: 401 | 403,
    /** The ATS's own code, as in MALWARE_DETECTED; empty when it gave none. */
    readonly code: string,
    path: string,
  ) {
    super(`The ATS answered ${status}${code === '' ? '' : ` (${code})`} to ${path}.`);
  }
}

/** The ATS answered something that cannot be understood. */
export class UnexpectedAnswerError extends KnownError {
  readonly kind = 'UnexpectedAnswerError';
}
