import { type Position } from '@secondlook/contracts';

import { addMonths, monthsBefore, monthsBetween, toDay } from './calendar';
import { tenseOf } from './current';
import { fold } from './text/fold';

/** Durations, so that nothing goes stale in the index: of what goes on the day it counts from, of what ended the months. */
export interface Experience {
  /** The day from which somebody would have worked as long in one go; of whoever works now. */
  readonly experience_since?: string;
  /** Of whoever works nowhere now. */
  readonly experience_months?: number;
  /** Start of the current position, of several the longest. */
  readonly role_since?: string;
  /** Start of the unbroken time at the current company, across titles. */
  readonly company_since?: string;
}

interface Spell {
  readonly start: Date;
  /** Undefined while it goes on. */
  readonly end: Date | undefined;
}

/** Between two titles at a company may lie so many months. */
const MOST_GAP_MONTHS = 1;

/** Overlaps count once, gaps do not count; nothing is said of somebody without dated positions. */
export function measureExperience(positions: readonly Position[], now: Date): Experience {
  const spells = positions.flatMap((position) => toSpell(position, positions, now));
  const merged = mergeSpells(spells, 0);
  const [ongoing] = merged.filter(({ end }) => end === undefined);
  const months = merged.reduce((sum, { start, end }) => sum + (end === undefined ? 0 : monthsBetween(start, end)), 0);
  const current = positions.filter((position) => position.start !== '' && tenseOf(position, positions, now) === 'current');
  const roles = earliest(current.map(({ start }) => toDay(start)));
  const companies = earliest(current.flatMap(({ company }) => companySpell(company, positions, now)));
  return {
    ...(ongoing === undefined ? (merged.length === 0 ? {} : { experience_months: months }) : { experience_since: monthsBefore(ongoing.start, months).toISOString() }),
    ...(roles === undefined ? {} : { role_since: roles.toISOString() }),
    ...(companies === undefined ? {} : { company_since: companies.toISOString() }),
  };
}

/** An open position that counts as past ended nobody knows when: it is not counted. */
function toSpell(position: Position, all: readonly Position[], now: Date): Spell[] {
  const tense = tenseOf(position, all, now);
  if (position.start === '' || tense === 'future' || (tense === 'past' && position.end === '')) {
    return [];
  }
  const [start, end] = [toDay(position.start), tense === 'current' ? undefined : toDay(position.end)];
  return end !== undefined && end < start ? [] : [{ start, end }];
}

function mergeSpells(spells: readonly Spell[], gapMonths: number): Spell[] {
  const merged: Spell[] = [];
  for (const spell of spells.toSorted((a, b) => a.start.getTime() - b.start.getTime())) {
    const last = merged.at(-1);
    if (last !== undefined && (last.end === undefined || addMonths(last.end, gapMonths) >= spell.start)) {
      merged[merged.length - 1] = { start: last.start, end: last.end === undefined || spell.end === undefined ? undefined : new Date(Math.max(last.end.getTime(), spell.end.getTime())) };
    } else {
      merged.push(spell);
    }
  }
  return merged;
}

function companySpell(company: string, positions: readonly Position[], now: Date): Date[] {
  const there = positions.filter((position) => fold(position.company.trim()) === fold(company.trim()));
  const spells = mergeSpells(there.flatMap((position) => toSpell(position, positions, now)), MOST_GAP_MONTHS);
  return spells.filter(({ end }) => end === undefined).map(({ start }) => start);
}

function earliest(dates: readonly Date[]): Date | undefined {
  return dates.length === 0 ? undefined : new Date(Math.min(...dates.map((date) => date.getTime())));
}
