/** API reference §10; counted per credential. */
export const REQUESTS_PER_SECOND = 10;
export const CONCURRENT_REQUESTS = 8;
export const CONCURRENT_LISTS = 1;

/** What one credential has in hand. `window` is the second, counted from the epoch, that `requests` were made in. */
export interface Usage {
  readonly window: number;
  readonly requests: number;
  readonly inFlight: number;
  readonly listsInFlight: number;
}

export const noUsage: Usage = { window: -1, requests: 0, inFlight: 0, listsInFlight: 0 };

/** The four numbers every response carries. `remaining` counts within the current scaled second. */
export interface LimitReading {
  readonly limit: number;
  readonly remaining: number;
  readonly concurrentLimit: number;
  readonly concurrentRemaining: number;
}

export interface Admission {
  readonly isAdmitted: boolean;
  readonly usage: Usage;
  readonly reading: LimitReading;
}

const toReading = (usage: Usage, isList: boolean): LimitReading => {
  const concurrentLimit = isList ? CONCURRENT_LISTS : CONCURRENT_REQUESTS;
  const inFlight = isList ? usage.listsInFlight : usage.inFlight;
  return {
    limit: REQUESTS_PER_SECOND,
    remaining: Math.max(0, REQUESTS_PER_SECOND - usage.requests),
    concurrentLimit,
    concurrentRemaining: Math.max(0, concurrentLimit - inFlight),
  };
};

/**
 * Ten requests within a given second, as the rate-limit page words it. Time runs `speed` times faster, so a second of the
 * ATS lasts 1000/speed ms: at speed 20 that is ten requests per 50 ms, never 200 at once. A refused request is not counted.
 */
export const decideAdmission = (before: Usage, isList: boolean, now: number, speed: number): Admission => {
  const window = Math.floor((now * speed) / 1000);
  const current = before.window === window ? before : { ...before, window, requests: 0 };
  const hasRoom = current.inFlight < CONCURRENT_REQUESTS && (!isList || current.listsInFlight < CONCURRENT_LISTS);
  if (!hasRoom || current.requests >= REQUESTS_PER_SECOND) {
    return { isAdmitted: false, usage: current, reading: toReading(current, isList) };
  }
  const usage: Usage = {
    window,
    requests: current.requests + 1,
    inFlight: current.inFlight + 1,
    listsInFlight: current.listsInFlight + (isList ? 1 : 0),
  };
  return { isAdmitted: true, usage, reading: toReading(usage, isList) };
};

/** An admitted request is answered. */
export const release = (usage: Usage, isList: boolean): Usage => ({
  ...usage,
  inFlight: usage.inFlight - 1,
  listsInFlight: usage.listsInFlight - (isList ? 1 : 0),
});
