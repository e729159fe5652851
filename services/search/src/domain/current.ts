import { type Position } from '@secondlook/contracts';

import { addMonths, firstDayAfter, toDay } from './calendar';
import { fold } from './text/fold';

/** When a position is held, as of a day. A future one is not a position yet. */
export type Tense = 'future' | 'current' | 'past';

/** An open position counts as left when one at another company began so many months after it: it was never closed. */
const STALE_MONTHS = 12;

/**
 * A start ahead: not a position yet. An end behind: past. An end ahead: current. No end: current if it has a start and is not stale. Partial
 * dates are periods: one begins with its first day and ends with its last.
 */
export function tenseOf(position: Position, all: readonly Position[], now: Date): Tense {
  const { start, end } = position;
  if (start !== '' && toDay(start) > now) {
    return 'future';
  }
  if (end !== '') {
    return firstDayAfter(end) > now ? 'current' : 'past';
  }
  return start === '' || isStale(position, all, now) ? 'past' : 'current';
}

function isStale({ start, company }: Position, all: readonly Position[], now: Date): boolean {
  const from = addMonths(toDay(start), STALE_MONTHS);
  return all.some((other) => other.start !== '' && toDay(other.start) >= from && toDay(other.start) <= now && fold(other.company.trim()) !== fold(company.trim()));
}

export function currentOf(positions: readonly Position[], now: Date): Position[] {
  return positions.filter((position) => tenseOf(position, positions, now) === 'current');
}
