import { type Position } from '@secondlook/contracts';

import { fold } from '../../domain/text/fold';

/** Partial dates as numbers that compare: year, month from 0, day. All days are UTC. */
interface Day {
  readonly month: number;
  readonly day: number;
}

function firstDay(partial: string): Day {
  const [year = 0, month = 1, day = 1] = partial.split('-').map(Number);
  return { month: year * 12 + month - 1, day };
}

const today = (now: Date): Day => ({ month: now.getUTCFullYear() * 12 + now.getUTCMonth(), day: now.getUTCDate() });
const isBefore = (a: Day, b: Day) => a.month < b.month || (a.month === b.month && a.day < b.day);
const daysIn = (month: number) => new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();

/** Whole months, end less start; a month that is too short for a day ends on its last. */
function monthsFrom(start: Day, end: Day): number {
  const isFull = end.day >= Math.min(start.day, daysIn(end.month));
  return end.month - start.month - (isFull ? 0 : 1);
}

export type Tense = 'future' | 'current' | 'past';

const sameCompany = (a: Position, b: Position) => fold(a.company.trim()) === fold(b.company.trim());

/** §1.3 of filters-and-insights: what is current. */
export function tenseOf(position: Position, all: readonly Position[], now: Date): Tense {
  const { start, end } = position;
  const day = today(now);
  if (start !== '' && isBefore(day, firstDay(start))) {
    return 'future';
  }
  if (end !== '') {
    // A period that still goes on has not ended.
    return now.toISOString().slice(0, end.length) > end ? 'past' : 'current';
  }
  const isStale = all.some((other) => !sameCompany(other, position) && other.start !== '' && !isBefore(day, firstDay(other.start)) && monthsFrom(firstDay(start), firstDay(other.start)) >= 12);
  return start === '' || isStale ? 'past' : 'current';
}

export interface Years {
  readonly yoe?: number;
  readonly years_in_role?: number;
  readonly years_at_company?: number;
}

interface Spell {
  readonly start: Day;
  /** Undefined while it goes on. */
  readonly end: Day | undefined;
}

/** Completed years; absent where nothing is dated. */
export function yearsOf(positions: readonly Position[], now: Date): Years {
  const dated = positions.filter(({ start }) => start !== '').map((position) => ({ position, tense: tenseOf(position, positions, now) }));
  const spellsOf = (some: typeof dated) =>
    some.flatMap(({ position: { start, end }, tense }): Spell[] =>
      tense === 'future' || (tense === 'past' && end === '') ? [] : [{ start: firstDay(start), end: tense === 'current' ? undefined : firstDay(end) }],
    );
  const monthsOf = ({ start, end }: Spell) => monthsFrom(start, end ?? today(now));
  const all = union(spellsOf(dated), 0);
  const current = dated.filter(({ tense }) => tense === 'current');
  const atCompany = current.flatMap(({ position }) => union(spellsOf(dated.filter((one) => sameCompany(one.position, position))), 1).filter(({ end }) => end === undefined));
  const toYears = (months: number) => Math.floor(months / 12);
  return {
    ...(all.length === 0 ? {} : { yoe: toYears(all.reduce((sum, spell) => sum + monthsOf(spell), 0)) }),
    ...(current.length === 0 ? {} : { years_in_role: toYears(Math.max(...current.map(({ position: { start } }) => monthsFrom(firstDay(start), today(now))))) }),
    ...(atCompany.length === 0 ? {} : { years_at_company: toYears(Math.max(...atCompany.map(monthsOf))) }),
  };
}

/** Overlaps counted once; spells so many months apart at most are one. */
function union(spells: readonly Spell[], gapMonths: number): Spell[] {
  const merged: Spell[] = [];
  for (const spell of spells.toSorted((a, b) => (isBefore(a.start, b.start) ? -1 : 1))) {
    const last = merged.at(-1);
    const gap = last?.end === undefined ? undefined : { month: last.end.month + gapMonths, day: last.end.day };
    if (last === undefined || (gap !== undefined && isBefore(gap, { ...spell.start, day: Math.min(spell.start.day, gapMonths > 0 ? daysIn(spell.start.month) : 31) }))) {
      merged.push(spell);
    } else if (last.end !== undefined && (spell.end === undefined || isBefore(last.end, spell.end))) {
      merged[merged.length - 1] = { start: last.start, end: spell.end };
    }
  }
  return merged;
}
