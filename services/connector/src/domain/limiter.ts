/**
 * The right to call the ATS, handed out in order of urgency and never faster than the ATS allows. Pure: the clock is passed in and
 * the caller says when it may be time to look again.
 *
 * SmartRecruiters (public reference, "Rate limiting"): 10 requests per second, 8 at once, one at once for the candidates list;
 * whether per endpoint or in all is not documented, so all calls of a connection share one limiter. Answers carry the limits in
 * X-RateLimit-* headers; there is no reset time.
 *
 * The ATS counts a call when it arrives, which is some time between sending and answer. A call in flight may arrive at any moment, so
 * it counts; an answered one counts for a window from its sending on. An answer also says how many calls the ATS counted in its
 * window: these arrived in it, and so late, if even the first of them was answered later than the fastest calls are (the ATS had
 * stalled), that they count longer.
 */
export type Urgency = 'webhook' | 'list' | 'read' | 'sweep';

export interface LimiterSettings {
  /** The ATS's window. */
  readonly windowMs: number;
  /** Calls per window until an answer says otherwise. */
  readonly callsPerWindow: number;
  /** Calls at once until an answer says otherwise. */
  readonly concurrentCalls: number;
}

/** What an answer says of the limits; undefined where it says nothing. */
export interface LimitReading {
  readonly callsPerWindow: number | undefined;
  /** Calls left in the ATS's window. */
  readonly remainingCalls: number | undefined;
  readonly concurrentCalls: number | undefined;
}

/** What is used of the limits. */
export interface LimitUsage {
  readonly limit: number;
  readonly remaining: number | undefined;
  readonly concurrentLimit: number;
  readonly inFlight: number;
}

/** A call that was granted. */
export interface GrantedCall {
  /** Until when it counts; for ever while it is in flight. */
  countsUntilMs: number;
  readonly sentAtMs: number;
  readonly urgency: Urgency;
  answeredAtMs?: number;
}

interface Waiting {
  readonly urgency: Urgency;
  /** It is granted although all else is held: a person asks for it, or it ends what was begun. */
  readonly evenHeld: boolean;
  readonly grant: (call: GrantedCall) => void;
}

export type Limiter = ReturnType<typeof createLimiter>;

/** The sweep has what all others leave. */
const ORDER: readonly Urgency[] = ['webhook', 'list', 'read', 'sweep'];
/** At least every fifth call is the sync's while it waits: webhooks go first but never starve it (2 calls/s of 10). */
const SYNC_EVERY = 5;
/** How many windows back an answered call may still turn out to have arrived late. */
const REMEMBERED_WINDOWS = 4;
/** How soon a slower network is believed: at most this share longer per answer, so that stalls of the ATS do not pass for one. */
const SLOWER_PER_ANSWER = 0.001;

export function createLimiter({ windowMs, callsPerWindow, concurrentCalls }: LimiterSettings, nowMs: () => number) {
  let limit = callsPerWindow;
  let concurrent = concurrentCalls;
  let pausedUntilMs = 0;
  let isHeld = false;
  let remaining: number | undefined;
  let webhooksInARow = 0;
  /** From sending to answer, when nothing stalls: a tenth of a window until it is known. */
  let fastestMs = windowMs / 10;
  /** In the order of sending. */
  let calls: GrantedCall[] = [];
  const waiting: Waiting[] = [];

  function takeNext(): Waiting | undefined {
    const ready = waiting.filter(({ evenHeld }) => !isHeld || evenHeld);
    const others = ready.some(({ urgency }) => urgency === 'list' || urgency === 'read');
    // The candidates list allows one call at once, whoever makes it.
    const isListing = calls.some((call) => call.urgency === 'list' && call.answeredAtMs === undefined);
    const order = ORDER.filter((urgency) => !(urgency === 'webhook' && webhooksInARow >= SYNC_EVERY - 1 && others) && !(urgency === 'list' && isListing));
    const urgency = order.find((wanted) => ready.some((one) => one.urgency === wanted));
    const next = ready.find((one) => one.urgency === urgency);
    return next === undefined ? undefined : waiting.splice(waiting.indexOf(next), 1)[0];
  }

  /** After how long the next call may be sent: 0 now, undefined when that depends on a call in flight. */
  function waitMs(): number | undefined {
    const now = nowMs();
    calls = calls.filter(({ countsUntilMs }) => countsUntilMs > now - REMEMBERED_WINDOWS * windowMs);
    if (calls.filter(({ answeredAtMs }) => answeredAtMs === undefined).length >= concurrent) {
      return undefined;
    }
    const ends = calls.map(({ countsUntilMs }) => countsUntilMs).filter((end) => end > now).sort((a, b) => a - b);
    const roomAtMs = ends.length >= limit ? ends[ends.length - limit] : now;
    return roomAtMs === undefined || roomAtMs === Infinity ? undefined : Math.max(0, pausedUntilMs - now, roomAtMs - now);
  }

  /** The ATS counted so many calls in its window: the latest that it answered. */
  function believe(counted: number): void {
    const latest = calls.filter(({ answeredAtMs }) => answeredAtMs !== undefined).slice(-counted);
    const firstAnsweredAtMs = Math.min(...latest.map(({ answeredAtMs }) => answeredAtMs ?? Infinity));
    for (const call of latest) {
      call.countsUntilMs = Math.max(call.countsUntilMs, firstAnsweredAtMs - fastestMs + windowMs);
    }
  }

  return {
    /** Asks for a call; `grant` is called from `grantDue` once it may be sent. Returns how to withdraw. */
    request(urgency: Urgency, grant: (call: GrantedCall) => void, evenHeld = false): () => void {
      const entry = { urgency, grant, evenHeld };
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
        const call: GrantedCall = { countsUntilMs: Infinity, sentAtMs: nowMs(), urgency: next.urgency };
        calls.push(call);
        webhooksInARow = next.urgency === 'webhook' ? webhooksInARow + 1 : 0;
        next.grant(call);
      }
    },

    /** A call ended; without a reading when it got no answer: then it may have arrived just now. */
    release(call: GrantedCall, reading?: LimitReading): void {
      const now = nowMs();
      call.answeredAtMs = now;
      call.countsUntilMs = (reading === undefined ? now : call.sentAtMs) + windowMs;
      if (reading === undefined) {
        return;
      }
      const tookMs = now - call.sentAtMs;
      fastestMs = tookMs < fastestMs ? tookMs : fastestMs + (Math.min(tookMs, 2 * fastestMs) - fastestMs) * SLOWER_PER_ANSWER;
      limit = reading.callsPerWindow ?? limit;
      concurrent = reading.concurrentCalls ?? concurrent;
      remaining = reading.remainingCalls ?? remaining;
      if (reading.remainingCalls !== undefined && reading.remainingCalls < limit) {
        believe(limit - reading.remainingCalls);
      }
    },

    /** What the answers last said of the limits, and how many calls are under way: for people to look at. */
    usage: (): LimitUsage => ({ limit, remaining, concurrentLimit: concurrent, inFlight: calls.filter(({ answeredAtMs }) => answeredAtMs === undefined).length }),

    /** A person wants no more calls than those asked for all the same, until they say otherwise. */
    hold(held: boolean): void {
      isHeld = held;
    },

    /** The ATS refused: leave it alone for a while. */
    pauseFor(ms: number): void {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + ms);
    },
  };
}
