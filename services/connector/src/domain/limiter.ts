/**
 * The right to call the ATS, handed out in order of urgency and never faster than the ATS allows. Pure: the clock is passed in and
 * the caller says when it may be time to look again.
 *
 * SmartRecruiters (public reference, "Rate limiting"): 10 requests per second, 8 at once, one at once for the candidates list;
 * whether per endpoint or in all is not documented, so all calls of a connection share one limiter. Answers carry the limits in
 * X-RateLimit-* headers; there is no reset time.
 */
export type Urgency = 'webhook' | 'list' | 'read';

export interface LimiterSettings {
  /** The ATS's window. */
  readonly windowMs: number;
  /** Calls per window until an answer says otherwise. */
  readonly callsPerWindow: number;
  /** Calls at once until an answer says otherwise. */
  readonly concurrentCalls: number;
}

interface Waiting {
  readonly urgency: Urgency;
  readonly grant: () => void;
}

export type Limiter = ReturnType<typeof createLimiter>;

const ORDER: readonly Urgency[] = ['webhook', 'list', 'read'];
/** At least every fifth call is the sync's while it waits: webhooks go first but never starve it (2 calls/s of 10). */
const SYNC_EVERY = 5;

export function createLimiter({ windowMs, callsPerWindow, concurrentCalls }: LimiterSettings, nowMs: () => number) {
  let limit = callsPerWindow;
  let concurrent = concurrentCalls;
  let inFlight = 0;
  let pausedUntilMs = 0;
  let webhooksInARow = 0;
  const sentAtMs: number[] = [];
  const waiting: Waiting[] = [];

  function takeNext(): Waiting | undefined {
    const others = waiting.some(({ urgency }) => urgency !== 'webhook');
    const order = webhooksInARow >= SYNC_EVERY - 1 && others ? ORDER.filter((urgency) => urgency !== 'webhook') : ORDER;
    const urgency = order.find((wanted) => waiting.some((one) => one.urgency === wanted));
    const index = waiting.findIndex((one) => one.urgency === urgency);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  }

  /** When the next call may be sent: 0 now, undefined when that depends on a call in flight. */
  function waitMs(): number | undefined {
    const now = nowMs();
    while (sentAtMs[0] !== undefined && sentAtMs[0] <= now - windowMs) {
      sentAtMs.shift();
    }
    if (inFlight >= concurrent) {
      return undefined;
    }
    const oldest = sentAtMs.length >= limit ? sentAtMs[sentAtMs.length - limit] : undefined;
    return Math.max(0, pausedUntilMs - now, oldest === undefined ? 0 : oldest + windowMs - now);
  }

  return {
    /** Asks for a call; `grant` is called from `grantDue` once it may be sent. Returns how to withdraw. */
    request(urgency: Urgency, grant: () => void): () => void {
      const entry = { urgency, grant };
      waiting.push(entry);
      return () => {
        const index = waiting.indexOf(entry);
        if (index >= 0) {
          waiting.splice(index, 1);
        }
      };
    },

    /** Grants what may be sent now. Returns after how long to look again; undefined when a release will tell. */
    grantDue(): number | undefined {
      for (;;) {
        if (waiting.length === 0) {
          return undefined;
        }
        const wait = waitMs();
        if (wait !== 0) {
          return wait;
        }
        const next = takeNext();
        if (next === undefined) {
          return undefined;
        }
        inFlight += 1;
        sentAtMs.push(nowMs());
        webhooksInARow = next.urgency === 'webhook' ? webhooksInARow + 1 : 0;
        next.grant();
      }
    },

    /** A call ended. */
    release(): void {
      inFlight -= 1;
    },

    /** What an answer said of the limits. */
    learn(seen: { callsPerWindow: number | undefined; concurrentCalls: number | undefined }): void {
      limit = seen.callsPerWindow ?? limit;
      concurrent = seen.concurrentCalls ?? concurrent;
    },

    /** The ATS refused: leave it alone for a while. */
    pauseFor(ms: number): void {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + ms);
    },
  };
}
