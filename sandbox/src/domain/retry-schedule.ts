const MINUTE = 60_000;

/** Gaps before the ten re-deliveries (API reference §7.5). Given are the first five and the last; the rest rise between them. */
const gapsInMinutes = [1, 3, 10, 45, 120, 240, 480, 720, 1080, 1440];

export const MAXIMUM_ATTEMPTS = gapsInMinutes.length + 1;

/** Time to wait after the given failed attempt, the first being 1; undefined when the last has failed. */
export const retryGapMs = (failedAttempt: number, speed: number): number | undefined => {
  const minutes = gapsInMinutes[failedAttempt - 1];
  return minutes === undefined ? undefined : (minutes * MINUTE) / speed;
};
