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

/** Whole months from one partial date to another: end less start, as years and months alone say. */
export function monthsBetween(start: Date, end: Date): number {
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  return Math.max(0, end.getUTCDate() < start.getUTCDate() ? months - 1 : months);
}
