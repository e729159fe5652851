/** How a call to another service is made for the person at the browser: with that person's own token. */
export interface AsUser {
  /** `Bearer …`. */
  readonly authorization: string;
  /** Aborts when the browser no longer waits. */
  readonly signal: AbortSignal;
}
