import { type Random } from '../random';
import { type CareerStep } from './career';
import { type HiddenPerson } from './hidden-person';
import { formatMonth, type Granularity, type Month } from './month';
import { tellCompany, tellDegree, tellDescription, tellPlace, tellSchool, tellTitle } from './wording';

/** A job as one document tells it. */
export interface ToldPosition {
  readonly title: string;
  readonly company: string;
  readonly start: Month | undefined;
  /** Open while it lasts; unknown where the start is. */
  readonly end: Month | undefined;
  readonly isCurrent: boolean;
  readonly location: string;
  readonly description: string;
}

export interface ToldSchooling {
  readonly school: string;
  readonly degree: string;
  readonly field: string;
  readonly startYear: number | undefined;
  readonly endYear: number | undefined;
}

export interface ToldLife {
  readonly positions: readonly ToldPosition[];
  readonly schooling: readonly ToldSchooling[];
  readonly skills: readonly string[];
  readonly granularity: Granularity;
}

/** How forgetful a document is. */
export interface LifeHabits {
  readonly leftOutPosition: number;
  readonly shiftedDate: number;
  readonly undatedPosition: number;
  readonly leftOutSkill: number;
}

const tellMonth = (month: Month, habits: LifeHabits, random: Random): Month =>
  random.isChance(habits.shiftedDate) ? month + random.pick([-2, -1, 1, 2]) : month;

const tellPosition = (person: HiddenPerson, step: CareerStep, habits: LifeHabits, random: Random): ToldPosition => {
  const isDated = !random.isChance(habits.undatedPosition);
  const start = tellMonth(step.start, habits, random);
  const end = step.end === undefined ? undefined : Math.max(start, tellMonth(step.end, habits, random));
  return {
    title: tellTitle(person.occupation, step.level, random),
    company: tellCompany(step.company, random),
    start: isDated ? start : undefined,
    end: isDated ? end : undefined,
    isCurrent: step.end === undefined,
    location: tellPlace({ country: step.country, city: step.city }, random),
    description: tellDescription(step, random),
  };
};

/** Latest first. The present job is never left out; old ones often are. */
export const tellLife = (person: HiddenPerson, habits: LifeHabits, random: Random): ToldLife => {
  const told = person.career.filter((step) => step.end === undefined || !random.isChance(habits.leftOutPosition));
  const positions = told.map((step) => tellPosition(person, step, habits, random)).reverse();
  const hasYears = random.isChance(0.8);
  const schooling = person.schooling.map((entry) => ({
    school: tellSchool(entry.school, random),
    degree: tellDegree(entry.level, random),
    field: entry.field,
    startYear: hasYears && random.isChance(0.7) ? entry.startYear : undefined,
    endYear: hasYears ? entry.endYear : undefined,
  }));
  const granularity = random.pickWeighted([
    { share: 72, text: 'month' as const },
    { share: 22, text: 'year' as const },
    { share: 6, text: 'day' as const },
  ]).text;
  return { positions, schooling, granularity, skills: person.skills.filter(() => !random.isChance(habits.leftOutSkill)) };
};

export const formatDate = (month: Month | undefined, granularity: Granularity): string | undefined =>
  month === undefined ? undefined : formatMonth(month, granularity);
