import { type Position } from '@secondlook/contracts';

/**
 * Whether a position is held on a day. A start ahead: not a position yet. An end behind: past. An end ahead: current. No end: current
 * if it has a start, or if the source says so. Partial dates are periods: one begins with its first day and ends with its last.
 */
export function isCurrent({ start, end, current }: Position, now: Date): boolean {
  if (start !== '' && firstDay(start) > now) {
    return false;
  }
  if (end !== '') {
    return lastMoment(end) >= now;
  }
  return current || start !== '';
}

function firstDay(date: string): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day));
}

function lastMoment(date: string): Date {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (month === undefined) {
    return new Date(Date.UTC(year + 1, 0, 1) - 1);
  }
  return new Date((day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1)) - 1);
}
