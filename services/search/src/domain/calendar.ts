/** Partial dates, as sources write them: YYYY, YYYY-MM or YYYY-MM-DD. All days are UTC. */

/** The first day of a partial date. */
export function toDay(date: string): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day));
}

/** The day after the last of a partial date. */
export function firstDayAfter(date: string): Date {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (month === undefined) {
    return new Date(Date.UTC(year + 1, 0, 1));
  }
  return new Date(day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1));
}

/** The same day some months later or earlier; the last of a month that is too short. */
export function addMonths(date: Date, months: number): Date {
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date.getUTCDate(), lastDay), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()));
}

/** Whole months from one day to another; in a month that is too short for the day they are whole on its last. */
export function monthsBetween(start: Date, end: Date): number {
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return Math.max(0, end < addMonths(start, months) ? months - 1 : months);
}

/**
 * The same day some months before, for comparing: of a day that the month lacks its last one, an hour later for each day that it lacks. So two
 * such days are as far apart as months say.
 */
export function monthsBefore(day: Date, months: number): Date {
  const before = addMonths(day, -months);
  return new Date(before.getTime() + (day.getUTCDate() - before.getUTCDate()) * HOUR_MS);
}

const HOUR_MS = 3_600_000;

/** Whatever began up to then has lasted so many months by the end of a day: on its last day a month is whole for all days that it lacks. */
export function latestBeginning(today: Date, months: number): Date {
  const isLastDay = new Date(today.getTime() + 24 * HOUR_MS).getUTCDate() === 1;
  const latest = monthsBefore(today, months);
  return isLastDay ? new Date(Date.UTC(latest.getUTCFullYear(), latest.getUTCMonth() + 1, 0, 23)) : latest;
}
